"""Sharing from an incident."""
