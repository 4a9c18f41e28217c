"""
Knows telephone numbers: their one normal form, what kind of line they are, and what a caller's line permits.

A number names a line, never a person. Nothing here knows a database, a clock or a call; who uses a line, and since
when, is left to the domain.
"""
