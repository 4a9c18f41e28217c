"""Handed on, and never dropped on the way."""
