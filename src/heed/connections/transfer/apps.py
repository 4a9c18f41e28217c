"""Registers the app."""

from django.apps import AppConfig


class TransferConfig(AppConfig):
    """Incidents handed from system to system, in a format of our own."""

    name = "heed.connections.transfer"
    label = "transfer"
