"""Registers the app."""

from django.apps import AppConfig


class ConductConfig(AppConfig):
    """Crime and course of conduct."""

    name = "heed.domain.conduct"
    label = "conduct"
