"""Where the systems of agencies send tokens for a count."""
