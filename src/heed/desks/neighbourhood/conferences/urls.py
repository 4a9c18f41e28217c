"""Addresses of case conferences."""

from django.urls import URLPattern, path

from heed.desks.neighbourhood.conferences import item_views, views

ONE = "conferences/<int:pk>/"
ITEM = f"{ONE}items/<int:row>/"

urlpatterns: list[URLPattern] = [
    path("conferences/", views.listing, name="conferences"),
    path("conferences/call", views.call, name="conference_call"),
    path(ONE, views.show, name="conference"),
    path(f"{ONE}agenda", views.build, name="conference_build"),
    path(f"{ONE}items/", item_views.add, name="conference_add"),
    path(f"{ITEM}move", item_views.move, name="conference_move"),
    path(f"{ITEM}note", item_views.note, name="conference_note"),
    path(f"{ITEM}decide", item_views.decide, name="conference_decide"),
    path(f"{ITEM}share/<int:agency>", item_views.share, name="conference_share"),
    path(f"{ITEM}unshare/<int:agency>", item_views.unshare, name="conference_unshare"),
    path(f"{ONE}attend", views.attend, name="conference_attend"),
    path(f"{ONE}invite", views.invite, name="conference_invite"),
    path(f"{ONE}invited/<int:row>/back", views.uninvite, name="conference_uninvite"),
    path(f"{ONE}when", views.when, name="conference_when"),
    path(f"{ONE}cancel", views.cancel, name="conference_cancel"),
    path(f"{ONE}sign", views.sign, name="conference_sign"),
]
