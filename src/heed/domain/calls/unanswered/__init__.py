"""Calls that nobody has taken, that nobody has put on record, or that rang off unanswered; and ringing those back."""
