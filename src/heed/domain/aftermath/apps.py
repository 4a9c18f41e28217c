"""Registers the app."""

from django.apps import AppConfig


class AftermathConfig(AppConfig):
    """What came of it for the victim."""

    name = "heed.domain.aftermath"
    label = "aftermath"
