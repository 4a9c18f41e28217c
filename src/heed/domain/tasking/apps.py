"""Registers the app."""

from django.apps import AppConfig


class TaskingConfig(AppConfig):
    """Tasks, visits, named officers, and who is at work."""

    name = "heed.domain.tasking"
    label = "tasking"
