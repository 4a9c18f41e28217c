"""My patch today (features.md #21): what waits on one beat, for whom, in which order; on a screen, on paper, in a terminal."""
