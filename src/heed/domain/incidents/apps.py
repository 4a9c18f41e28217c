"""Registers the app."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Incidents."""

    name = "heed.domain.incidents"
    label = "incidents"
