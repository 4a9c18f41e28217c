"""Addresses of referrals, for the agency."""

from django.urls import URLPattern, path

from heed.desks.partner.referrals import views

urlpatterns: list[URLPattern] = [
    path("referrals/", views.listed, name="referrals"),
    path("referrals/<int:pk>/", views.show, name="referral"),
    path("referrals/<int:pk>/<str:what>", views.say, name="referral_say"),
]
