"""Registers the app."""

from django.apps import AppConfig


class ContactConfig(AppConfig):
    """Safe contact, and messages that go out."""

    name = "heed.domain.contact"
    label = "contact"
