"""Addresses of counts across agencies."""

from django.urls import URLPattern, path

from heed.desks.call_handler.tallies import views

urlpatterns: list[URLPattern] = [
    path("counts/<uuid:person>/<int:agency>/ask", views.ask, name="count_ask"),
    path("counts/asked/<int:pk>/", views.asked, name="count_asked"),
]
