"""What was shared with whom, at what depth; what is locked, and who broke the glass."""
