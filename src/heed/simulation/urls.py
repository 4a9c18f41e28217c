"""Pages of a demonstration, mounted only when HEED_DEMO is set."""

from django.urls import path

from heed.simulation import views

app_name = "simulation"

urlpatterns = [
    path("", views.calls, name="calls"),
    path("calls/<uuid:call_id>", views.script, name="script"),
]
