"""Registers the app."""

from django.apps import AppConfig


class SimulationConfig(AppConfig):
    """A force that does not exist."""

    name = "heed.simulation"
    label = "simulation"
