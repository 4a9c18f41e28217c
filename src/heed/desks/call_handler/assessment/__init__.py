"""The assessment of risk."""
