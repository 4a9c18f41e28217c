"""Addresses of what records that a case review was offered."""

from django.urls import URLPattern, path

from heed.desks.call_handler.case_review import views as case_review_views

patterns: list[URLPattern] = [
    path("<uuid:call_id>/case-review", case_review_views.on_call, name="case_review"),
    path("incidents/<int:pk>/case-review", case_review_views.on_incident, name="incident_case_review"),
]
