"""The neighbourhood officer's desk."""
