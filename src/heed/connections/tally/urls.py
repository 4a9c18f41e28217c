"""Addresses of counts across agencies."""

from django.urls import URLPattern, path

from heed.connections.tally import api

app_name = "tally"
urlpatterns: list[URLPattern] = [path("<str:token>", api.tokens, name="tokens")]
