"""Registers the app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People and their telephone lines."""

    name = "heed.domain.people"
    label = "people"
