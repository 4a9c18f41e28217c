"""Safe contact, and messages."""
