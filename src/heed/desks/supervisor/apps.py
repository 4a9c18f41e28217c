"""Registers the app."""

from django.apps import AppConfig


class SupervisorConfig(AppConfig):
    """The supervisor's desk."""

    name = "heed.desks.supervisor"
    label = "supervisor"

    def ready(self) -> None:
        """Put the desk's pages at the top of the screen."""
        from heed.desks.supervisor import menu  # noqa: PLC0415  models are not loaded before this.

        menu.add()
