"""The supervisor's board: what waits, ordered by the risk that nobody has answered."""
