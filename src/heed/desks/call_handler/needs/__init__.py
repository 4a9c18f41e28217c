"""Needs, warnings, passports, and their reviews."""
