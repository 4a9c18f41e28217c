"""Where systems of partners hand incidents over."""

from django.urls import URLPattern

app_name = "transfer"
urlpatterns: list[URLPattern] = []
