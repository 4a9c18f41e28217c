"""Registers the app."""

from django.apps import AppConfig


class LexiconConfig(AppConfig):
    """The words Heed listens for, as data."""

    name = "heed.foundation.lexicon"
    label = "lexicon"
