"""Registers the app."""

from django.apps import AppConfig


class DataProtectionConfig(AppConfig):
    """The desk of the data-protection officer: agreements, disclosures, broken glass."""

    name = "heed.desks.data_protection"
    label = "data_protection"

    def ready(self) -> None:
        """Put the desk's pages at the top of the screen."""
        from heed.desks.data_protection import menu  # noqa: PLC0415  models are not loaded before this.

        menu.add()
