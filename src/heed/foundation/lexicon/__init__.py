"""
The lexicon of cues as a force keeps it: edits, proposals, what two people put in force, and going back.

What a row means and finds is engines/cues; leaves comparing lexicons on the force's own logs to flows.
"""
