"""Registers the app."""

from django.apps import AppConfig


class TallyConfig(AppConfig):
    """Where the systems of agencies send tokens for a count."""

    name = "heed.connections.tally"
    label = "tally"
