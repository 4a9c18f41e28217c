"""The powers ladder."""
