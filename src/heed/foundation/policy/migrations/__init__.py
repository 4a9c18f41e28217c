"""Migrations, in a line."""
