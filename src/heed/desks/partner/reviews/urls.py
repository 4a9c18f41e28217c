"""Addresses of case reviews and tasks of the agency."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
