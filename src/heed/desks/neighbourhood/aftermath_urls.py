"""Addresses of the pages about aftermath."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
