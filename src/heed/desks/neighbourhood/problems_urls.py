"""Addresses of the pages about problems."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
