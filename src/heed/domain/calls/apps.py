"""Registers the app."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Calls and their logs."""

    name = "heed.domain.calls"
    label = "calls"
