"""Addresses of the pages about map."""

from django.urls import URLPattern, path

from heed.desks.neighbourhood.beats import filing_views, map_views

urlpatterns: list[URLPattern] = [
    path("map/", map_views.whole, name="map"),
    path("map/points.json", map_views.points, name="map_points"),
    path("beats/<int:pk>/", map_views.beat, name="beat"),
    path("beats/<int:pk>/points.json", map_views.beat_points, name="beat_points"),
    path("no-beat/", filing_views.listed, name="no_beat"),
    path("no-beat/<int:pk>/", filing_views.file_one, name="file_to_beat"),
]
