"""Registers the app."""

from django.apps import AppConfig


class TalliesConfig(AppConfig):
    """How often another agency heard from the same person, without saying who or what."""

    name = "heed.domain.tallies"
    label = "tallies"
