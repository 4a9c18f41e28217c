"""Where incidents, people, places and the search are found."""

from django.urls import URLPattern, path

from heed.desks.call_handler import place_views, search_views
from heed.desks.call_handler.identity import split_views
from heed.desks.call_handler.identity import views as identity_views
from heed.desks.call_handler.incident import gate_views
from heed.desks.call_handler.incident import views as incident_views

patterns: list[URLPattern] = [
    path("search/", search_views.search, name="search"),
    path("people/<uuid:pk>/", search_views.person, name="person"),
    path("people/<uuid:pk>/merge/", identity_views.pick, name="merge_pick"),
    path("people/<uuid:pk>/merge/<uuid:other>/", identity_views.merge, name="merge"),
    path("people/<uuid:pk>/split/", split_views.split, name="split"),
    path("people/<uuid:pk>/identity/", identity_views.history, name="identity_history"),
    path("people/<uuid:pk>/identity/decisions/<int:decision>/undo", identity_views.undo, name="identity_undo"),
    path("people/<uuid:pk>/identity/splits/<int:split>/undo", identity_views.undo_split, name="split_undo"),
    path("places/<uuid:pk>/", place_views.place, name="place"),
    path("incidents/<int:pk>/", incident_views.incident, name="incident"),
    path("incidents/<int:pk>/grade", incident_views.grade, name="grade"),
    path("incidents/<int:pk>/close", incident_views.close, name="close"),
    path("incidents/<int:pk>/qualify", incident_views.qualify, name="qualify"),
    path("incidents/<int:pk>/link", incident_views.link, name="link"),
    path("incidents/<int:pk>/delay", gate_views.delay, name="delay"),
    path("incidents/<int:pk>/unlink/<int:link_id>", gate_views.unlink, name="unlink"),
    path("incidents/<int:pk>/safe/<uuid:call_id>", gate_views.safe, name="safe"),
    path("incidents/<int:pk>/log", incident_views.note, name="note"),
]
