"""Addresses of what was shared with the agency."""

from django.urls import URLPattern, path

from heed.desks.partner.shared import views

urlpatterns: list[URLPattern] = [
    path("shared/", views.listing, name="shared"),
    path("shared/<int:pk>/", views.record, name="shared_record"),
]
