"""Pages of the victim. Each address ends in a token, which logs leave out (config/logging.py)."""

from django.urls import URLPattern, path

from heed.desks.victim import answer_views, reading_views

app_name = "victim"
urlpatterns: list[URLPattern] = [
    path("<str:token>", answer_views.answer, name="answer"),
    path("read/<str:token>", reading_views.read, name="read"),
]
