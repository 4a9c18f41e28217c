"""
What the words of a log say of somebody's vulnerability: which cue, whose it is, denied, past or in doubt, and why.

Pure functions of the text, the day and the lexicon; no model, no network. A finding suggests and never decides. Leaves
what is kept of findings, who may see them, and what a person makes of them.
"""
