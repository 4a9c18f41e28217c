"""Addresses of agencies and agreements."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
