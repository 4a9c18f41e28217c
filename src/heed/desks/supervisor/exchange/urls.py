"""Addresses of what did not reach a partner, and of where partners' systems are."""

from django.urls import URLPattern, path

from heed.desks.supervisor.exchange import system_views, views

urlpatterns: list[URLPattern] = [
    path("exchange/", views.listed, name="exchange"),
    path("exchange/messages/<uuid:message_id>", views.one, name="exchange_message"),
    path("exchange/messages/<uuid:message_id>/again", views.again, name="exchange_again"),
    path("exchange/messages/<uuid:message_id>/give-up", views.give_up, name="exchange_give_up"),
    path("exchange/agencies/<int:agency_id>/again", views.all_again, name="exchange_all_again"),
    path("exchange/systems/", system_views.systems, name="exchange_systems"),
    path("exchange/systems/<int:agency_id>", system_views.system, name="exchange_system"),
    path("exchange/systems/<int:agency_id>/end", system_views.end, name="exchange_system_end"),
]
