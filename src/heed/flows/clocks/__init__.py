"""Clocks of an incident: which run, what starts and stops them, what follows when one runs out; rights under the Victims' Code."""
