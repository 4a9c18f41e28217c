"""Registers the app."""

from django.apps import AppConfig


class BackrecordConfig(AppConfig):
    """Years at once."""

    name = "heed.backrecord"
    label = "backrecord"
