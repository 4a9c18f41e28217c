"""The desk of the data-protection officer."""
