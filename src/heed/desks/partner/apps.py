"""Registers the app."""

from django.apps import AppConfig


class PartnerConfig(AppConfig):
    """The desk of the partner officer: what has been shared with their agency, and nothing else."""

    name = "heed.desks.partner"
    label = "partner"

    def ready(self) -> None:
        """Put the desk's pages at the top of the screen."""
        from heed.desks.partner import menu  # noqa: PLC0415  models are not loaded before this.

        menu.add()
