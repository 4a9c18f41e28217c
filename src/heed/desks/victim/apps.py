"""Registers the app."""

from django.apps import AppConfig


class VictimConfig(AppConfig):
    """The victim's own pages."""

    name = "heed.desks.victim"
    label = "victim"
