"""Flows, on a real database."""
