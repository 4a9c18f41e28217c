"""Where telephone systems post."""

from django.urls import path

from heed.connections.telephony import api

app_name = "telephony"

urlpatterns = [path("<str:token>", api.event, name="event")]
