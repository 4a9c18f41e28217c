"""Addresses of sharing from an incident, and of what is locked."""

from django.urls import URLPattern, path

from heed.desks.call_handler.sharing import glass_views, lock_views, views

urlpatterns: list[URLPattern] = [
    path("incidents/<int:pk>/share", views.choose, name="share"),
    path("incidents/<int:pk>/share/<int:agreement>", views.share, name="share_under"),
    path("incidents/<int:pk>/shared", views.shared, name="shared"),
    path("incidents/<int:pk>/shared/<int:row>/withdraw", views.withdraw, name="withdraw_shared"),
    path("incidents/<int:pk>/lock", lock_views.lock_incident, name="lock_incident"),
    path("people/<uuid:pk>/lock", lock_views.lock_person, name="lock_person"),
    path("incidents/<int:pk>/glass", glass_views.incident, name="glass_incident"),
    path("people/<uuid:pk>/glass", glass_views.person, name="glass_person"),
]
