"""Support plans: written with the victim, signed by a second person, and then done."""
