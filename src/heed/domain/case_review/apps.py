"""Registers the app."""

from django.apps import AppConfig


class CaseReviewConfig(AppConfig):
    """Early warning and offer of the ASB case review."""

    name = "heed.domain.case_review"
    label = "case_review"
