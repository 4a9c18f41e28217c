"""Locks, who is let in to them, and broken glass."""
