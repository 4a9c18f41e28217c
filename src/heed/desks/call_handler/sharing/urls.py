"""Addresses of sharing from an incident."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
