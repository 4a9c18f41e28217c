"""Addresses of the pages about help."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
