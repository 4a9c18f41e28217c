"""What partners said."""
