"""Case conferences."""
