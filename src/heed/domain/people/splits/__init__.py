"""One person on record who turns out to be two: what is whose is moved row by row, and can be moved back."""
