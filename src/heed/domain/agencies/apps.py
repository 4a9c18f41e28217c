"""Registers the app."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Partner agencies, who works there, and the agreements under which something may be shared."""

    name = "heed.domain.agencies"
    label = "agencies"
