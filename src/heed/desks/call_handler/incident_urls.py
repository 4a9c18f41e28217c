"""Where incidents, people and the search are found."""

from django.urls import URLPattern, path

from heed.desks.call_handler import incident_views, search_views

patterns: list[URLPattern] = [
    path("search/", search_views.search, name="search"),
    path("people/<uuid:pk>/", search_views.person, name="person"),
    path("incidents/<int:pk>/", incident_views.incident, name="incident"),
    path("incidents/<int:pk>/grade", incident_views.grade, name="grade"),
    path("incidents/<int:pk>/close", incident_views.close, name="close"),
    path("incidents/<int:pk>/qualify", incident_views.qualify, name="qualify"),
    path("incidents/<int:pk>/link", incident_views.link, name="link"),
    path("incidents/<int:pk>/log", incident_views.note, name="note"),
]
