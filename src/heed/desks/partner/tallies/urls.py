"""Addresses of counts across agencies."""

from django.urls import URLPattern, path

from heed.desks.partner.tallies import views

urlpatterns: list[URLPattern] = [
    path("counts/", views.counts, name="counts"),
    path("counts/send", views.send, name="counts_send"),
    path("counts/take-back", views.take_back, name="counts_take_back"),
    path("counts/asked/<int:pk>/", views.asked, name="count_asked"),
]
