"""Registers the app."""

from django.apps import AppConfig


class NeedsConfig(AppConfig):
    """Needs, warnings to staff, passports."""

    name = "heed.domain.needs"
    label = "needs"
