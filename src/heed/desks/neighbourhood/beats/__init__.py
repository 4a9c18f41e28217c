"""The map of beats, and incidents that are on none."""
