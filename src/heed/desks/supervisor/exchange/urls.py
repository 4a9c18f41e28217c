"""Addresses of what did not reach a partner."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
