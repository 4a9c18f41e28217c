"""Registers the app."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Page components."""

    name = "heed.foundation.design"
    label = "design"
