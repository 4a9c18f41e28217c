"""Incidents handed from system to system, in a format of our own."""
