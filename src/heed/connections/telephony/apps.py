"""Registers the app."""

from django.apps import AppConfig


class TelephonyConfig(AppConfig):
    """Telephone systems that post events."""

    name = "heed.connections.telephony"
    label = "telephony"
