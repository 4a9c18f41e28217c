"""Addresses of the pages about the patch of today."""

from django.urls import URLPattern, path

from heed.desks.neighbourhood.patch import arrival_views
from heed.desks.neighbourhood.patch import views as patch_views

urlpatterns: list[URLPattern] = [
    path("", patch_views.mine, name="patch_mine"),
    path("today/<int:pk>/", patch_views.today, name="patch"),
    path("today/<int:pk>/list.pdf", patch_views.as_pdf, name="patch_pdf"),
    path("incidents/<int:pk>/arrival", arrival_views.card, name="arrival"),
    path("offline.js", patch_views.offline_worker, name="offline_worker"),
]
