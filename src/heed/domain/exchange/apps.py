"""Registers the app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """What goes to systems of partners and comes from them: each once, in order, nothing lost."""

    name = "heed.domain.exchange"
    label = "exchange"
