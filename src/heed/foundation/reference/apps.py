"""Registers the app."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    """Published code lists."""

    name = "heed.foundation.reference"
    label = "reference"
