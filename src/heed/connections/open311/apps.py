"""Registers the app."""

from django.apps import AppConfig


class Open311Config(AppConfig):
    """Open311 GeoReport v2, as a server and as a client, in the dialect of FixMyStreet."""

    name = "heed.connections.open311"
    label = "open311"
