"""Addresses of case conferences."""

from django.urls import URLPattern, path

from heed.desks.partner.conferences import views

urlpatterns: list[URLPattern] = [
    path("conferences/", views.listing, name="conferences"),
    path("conferences/<int:pk>/", views.show, name="conference"),
    path("conferences/<int:pk>/agree", views.agree, name="conference_agree"),
]
