"""What was shared with the agency."""
