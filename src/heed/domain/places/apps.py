"""Registers the app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Places."""

    name = "heed.domain.places"
    label = "places"
