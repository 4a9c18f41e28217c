"""Addresses of what was shared with the agency."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
