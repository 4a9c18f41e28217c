"""Measurements: `make bench`. Never asserted on; published whatever they show."""
