"""Which beat an incident is on, and the map of a force's beats."""
