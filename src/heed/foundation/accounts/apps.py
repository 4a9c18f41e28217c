"""Registers the app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts and access."""

    name = "heed.foundation.accounts"
    label = "accounts"
