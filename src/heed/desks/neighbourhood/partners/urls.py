"""Addresses of what partners hold and said."""

from django.urls import URLPattern, path

from heed.desks.neighbourhood.partners import views

urlpatterns: list[URLPattern] = [
    path("partners/", views.listed, name="partners"),
]
