"""Where it is said what became of an incident's clocks."""

from django.urls import URLPattern, path

from heed.desks.call_handler.clocks import views as clocks_views

patterns: list[URLPattern] = [
    path("incidents/<int:pk>/arrived", clocks_views.arrived, name="clock_arrived"),
    path("incidents/<int:pk>/done", clocks_views.done, name="clock_done"),
    path("incidents/<int:pk>/review", clocks_views.review, name="clock_review"),
    path("incidents/<int:pk>/happened", clocks_views.happened, name="clock_happened"),
    path("incidents/<int:pk>/rights", clocks_views.rights, name="clock_rights"),
]
