"""Where reports that came online are read and answered."""

from django.urls import URLPattern, path

from heed.desks.call_handler.online import views

urlpatterns: list[URLPattern] = [
    path("incidents/<int:pk>/online/", views.report, name="online_report"),
    path("incidents/<int:pk>/online/pictures/<int:picture>", views.picture, name="online_picture"),
]
