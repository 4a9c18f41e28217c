"""Addresses of the pages about aftermath."""

from django.urls import URLPattern, path

from heed.desks.neighbourhood.aftermath import views as aftermath_views

urlpatterns: list[URLPattern] = [
    path("follow-ups/", aftermath_views.listed, name="follow_ups"),
    path("follow-ups/results/", aftermath_views.results, name="follow_up_results"),
    path("follow-ups/<int:pk>/", aftermath_views.show, name="follow_up"),
    path("follow-ups/<int:pk>/answer", aftermath_views.answer, name="follow_up_answer"),
    path("follow-ups/<int:pk>/attempt", aftermath_views.attempt, name="follow_up_attempt"),
]
