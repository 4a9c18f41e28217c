"""What is about to run out, and who is asked about it."""
