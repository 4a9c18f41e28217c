"""Addresses of the pages about patch."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
