"""Addresses of this room."""

from django.urls import URLPattern, path

from heed.desks.data_protection.agencies import agreement_views, officer_views, views

urlpatterns: list[URLPattern] = [
    path("agencies/", views.listing, name="agencies"),
    path("agencies/add/", views.add, name="agency_add"),
    path("agencies/<int:pk>/", views.show, name="agency"),
    path("agencies/<int:pk>/change/", views.change, name="agency_change"),
    path("agencies/<int:pk>/end/", views.end, name="agency_end"),
    path("agencies/<int:pk>/officers/", officer_views.add, name="agency_officer"),
    path("agencies/<int:pk>/officers/<int:row>/leave/", officer_views.leave, name="agency_officer_leaves"),
    path("agencies/<int:pk>/keys/", officer_views.make_key, name="agency_key"),
    path("agencies/<int:pk>/keys/<int:row>/end/", officer_views.end_key, name="agency_key_end"),
    path("agencies/<int:pk>/agreements/", agreement_views.sign, name="agency_sign"),
    path("agencies/<int:pk>/agreements/<int:row>/review/", agreement_views.review, name="agency_review"),
    path("agencies/<int:pk>/agreements/<int:row>/end/", agreement_views.end, name="agency_agreement_end"),
]
