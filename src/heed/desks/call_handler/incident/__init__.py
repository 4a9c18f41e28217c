"""An incident, and what opens its gates."""
