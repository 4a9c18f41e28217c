"""Addresses of cases referred to the agency."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
