"""Referring an incident, and of the right door."""
