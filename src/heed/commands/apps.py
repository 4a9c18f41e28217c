"""Registers the app, so that Django finds the commands."""

from django.apps import AppConfig


class CommandsConfig(AppConfig):
    """The command line."""

    name = "heed.commands"
    label = "commands"
