"""Spots on a map that are no address."""
