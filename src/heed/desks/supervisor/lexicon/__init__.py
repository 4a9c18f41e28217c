"""The lexicon of cues."""
