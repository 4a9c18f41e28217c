"""Open tasks go with their incident when it is filed to a beat."""
