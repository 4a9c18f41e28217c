"""Where it is decided whether a sequence is a crime."""

from django.urls import URLPattern, path

from heed.desks.call_handler.conduct import views as conduct_views

patterns: list[URLPattern] = [
    path("conduct/<int:pk>/", conduct_views.prompt, name="conduct"),
    path("conduct/<int:pk>/decide", conduct_views.decide, name="conduct_decide"),
    path("conduct/<int:pk>/screen", conduct_views.screen, name="conduct_screen"),
    path("conduct/<int:pk>/end", conduct_views.end, name="conduct_end"),
]
