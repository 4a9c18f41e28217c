"""Registers the app."""

from django.apps import AppConfig


class SignInConfig(AppConfig):
    """Signing in."""

    name = "heed.connections.sign_in"
    label = "sign_in"
