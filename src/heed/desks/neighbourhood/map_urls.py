"""Addresses of the pages about map."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
