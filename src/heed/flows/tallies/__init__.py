"""Counts across agencies."""
