"""Promises of a force whose time has passed, and that nobody has made good."""
