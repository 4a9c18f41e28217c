"""That an officer went to see somebody, and what came of it."""
