"""Clocks of an incident: which run, what starts and stops them, what follows when one runs out; and Victims' Code rights."""
