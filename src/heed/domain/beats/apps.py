"""Registers the app."""

from django.apps import AppConfig


class BeatsConfig(AppConfig):
    """Beats: the areas that named officers answer for."""

    name = "heed.domain.beats"
    label = "beats"
