"""Counts across agencies: keys, who looks, and what agencies were asked."""
