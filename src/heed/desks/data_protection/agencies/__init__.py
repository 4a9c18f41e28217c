"""Agencies and agreements."""
