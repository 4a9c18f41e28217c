"""Addresses of the right-door finder, and of referrals from an incident."""

from django.urls import URLPattern, path

from heed.desks.call_handler.referrals import door_views, views

urlpatterns: list[URLPattern] = [
    path("<uuid:call_id>/door", door_views.on_call, name="call_door"),
    path("incidents/<int:pk>/refer", views.refer, name="refer"),
    path("incidents/<int:pk>/referrals/<int:row>/", views.show, name="referral"),
    path("incidents/<int:pk>/referrals/<int:row>/<str:what>", views.say, name="referral_say"),
]
