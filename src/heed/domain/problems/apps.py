"""Registers the app."""

from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    """Problem plans, powers, evidence."""

    name = "heed.domain.problems"
    label = "problems"
