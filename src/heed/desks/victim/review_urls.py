"""Addresses at which anybody may ask for a case review; the shorter one where there is only one force."""

from django.urls import URLPattern, path

from heed.desks.victim import review_views

app_name = "case_review"
urlpatterns: list[URLPattern] = [
    path("", review_views.apply, name="apply"),
    path("<slug:force>/", review_views.apply, name="apply_to"),
]
