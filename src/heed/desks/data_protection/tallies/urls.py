"""Addresses of counts across agencies."""

from django.urls import URLPattern, path

from heed.desks.data_protection.tallies import views

urlpatterns: list[URLPattern] = [
    path("counts/", views.counts, name="counts"),
    path("counts/agreements/<int:pk>/key", views.make_key, name="count_key"),
    path("counts/keys/<int:pk>/end", views.end_key, name="count_key_end"),
]
