"""Addresses of what partners said."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
