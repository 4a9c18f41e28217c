"""Addresses of the ASB case review."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
