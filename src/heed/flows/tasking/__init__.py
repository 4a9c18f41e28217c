"""Tasks finished and handed on, and visits recorded."""
