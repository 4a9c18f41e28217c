"""Registers the app."""

from django.apps import AppConfig


class ConferencesConfig(AppConfig):
    """Case conferences: agenda, who was there, what was decided, minutes."""

    name = "heed.domain.conferences"
    label = "conferences"
