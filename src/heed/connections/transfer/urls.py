"""Where systems of partners hand incidents over."""

from django.urls import URLPattern, path

from heed.connections.transfer import api

app_name = "transfer"
urlpatterns: list[URLPattern] = [
    path("incident-transfer-1.schema.json", api.schema, name="schema"),
    path("<str:token>", api.message, name="message"),
    path("<str:token>/receipts/<uuid:receipt>", api.receipt, name="receipt"),
]
