"""The live board, missed calls, and requests for a second person."""
