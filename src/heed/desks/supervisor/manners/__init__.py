"""How often cues are right."""
