"""Registers the app."""

from django.apps import AppConfig


class NeighbourhoodConfig(AppConfig):
    """The neighbourhood officer's desk."""

    name = "heed.desks.neighbourhood"
    label = "neighbourhood"

    def ready(self) -> None:
        """Put the desk's pages at the top of the screen."""
        from heed.desks.neighbourhood import menu  # noqa: PLC0415  models are not loaded before this.

        menu.add()
