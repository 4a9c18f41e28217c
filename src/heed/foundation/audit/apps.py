"""Registers the app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit trail."""

    name = "heed.foundation.audit"
    label = "audit"
