"""What came of an incident for its victim: did it stop, and how satisfied are they."""
