"""Registers the app."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """What the force has decided, as data."""

    name = "heed.foundation.policy"
    label = "policy"
