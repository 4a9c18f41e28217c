"""The asb case review."""
