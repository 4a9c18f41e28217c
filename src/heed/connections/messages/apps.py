"""Registers the app."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Messages that go out."""

    name = "heed.connections.messages"
    label = "outgoing_messages"
