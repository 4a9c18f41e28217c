"""My patch today and the arrival card."""
