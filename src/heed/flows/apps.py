"""Registers the app, so that its jobs are found."""

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    """Flows and their jobs."""

    name = "heed.flows"
    label = "flows"
