"""Registers the app."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Cases handed to another agency, which the sender keeps until they are accepted."""

    name = "heed.domain.referrals"
    label = "referrals"
