"""Shared at a chosen depth, and what is locked."""
