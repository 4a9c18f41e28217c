"""Registers the app."""

from django.apps import AppConfig


class TimersConfig(AppConfig):
    """Clocks that run on an incident."""

    name = "heed.domain.timers"
    label = "timers"
