"""Registers the app."""

from django.apps import AppConfig


class CallHandlerConfig(AppConfig):
    """The call handler's desk."""

    name = "heed.desks.call_handler"
    label = "call_handler"

    def ready(self) -> None:
        """Put the desk's pages at the top of the screen."""
        from heed.desks.call_handler import menu  # noqa: PLC0415  models are not loaded before this.

        menu.add()
