"""Case conferences: agenda, who was there, what was decided, minutes."""
