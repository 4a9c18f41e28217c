"""How often another agency heard from the same person, without saying who or what."""
