"""Asks for the problem behind an incident to be looked for, once the transaction that recorded it is committed."""

from procrastinate.contrib.django import app

from heed.domain.incidents.models import Incident


def look_later(incident: Incident) -> None:
    """Have the worker look whether an incident reaches a threshold of the pack. By name: no import turns back."""
    app.configure_task("look_for_problems").defer(incident_id=incident.pk)
