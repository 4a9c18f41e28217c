"""Registers the app."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Promises, offers, support plans and agreed contact."""

    name = "heed.domain.support"
    label = "support"
