"""Addresses of counts across agencies."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
