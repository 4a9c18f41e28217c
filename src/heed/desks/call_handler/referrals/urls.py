"""Addresses of referring an incident, and of the right door."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
