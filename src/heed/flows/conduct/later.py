"""Asks for a sequence to be looked at once the transaction that changed an incident is committed."""

from procrastinate.contrib.django import app

from heed.domain.incidents.models import Incident


def look_later(incident: Incident) -> None:
    """Have the worker look whether the incident, as it now stands, makes a sequence a crime. By name: no import turns back."""
    app.configure_task("look_for_conduct").defer(incident_id=incident.pk)
