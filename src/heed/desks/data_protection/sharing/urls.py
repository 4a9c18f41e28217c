"""Addresses of the register of disclosures, and of broken glass."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
