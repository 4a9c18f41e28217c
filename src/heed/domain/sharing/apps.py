"""Registers the app."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """What was shared with whom, at what depth; what is locked, and who broke the glass."""

    name = "heed.domain.sharing"
    label = "sharing"
