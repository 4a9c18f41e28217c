"""What this desk adds to the top of the screen."""


def add() -> None:
    """Add the desk's pages, in this order."""
