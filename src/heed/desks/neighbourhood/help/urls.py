"""Addresses of the pages about help."""

from django.urls import URLPattern, path

from heed.desks.neighbourhood.help import plan_views as help_plan_views
from heed.desks.neighbourhood.help import views as help_views

urlpatterns: list[URLPattern] = [
    path("incidents/<int:pk>/help/", help_views.show, name="help"),
    path("incidents/<int:pk>/help/promise", help_views.promise, name="help_promise"),
    path("incidents/<int:pk>/help/promises/<int:row>/settle", help_views.settle, name="help_settle"),
    path("incidents/<int:pk>/help/offer", help_views.offer, name="help_offer"),
    path("incidents/<int:pk>/help/offers/<int:row>/answer", help_views.answer, name="help_answer"),
    path("incidents/<int:pk>/help/offers/<int:row>/outcome", help_views.outcome, name="help_outcome"),
    path("incidents/<int:pk>/help/contact", help_views.agree, name="help_contact"),
    path("incidents/<int:pk>/help/contact/made", help_views.contact, name="help_made"),
    path("incidents/<int:pk>/help/plan", help_plan_views.write, name="help_plan"),
    path("incidents/<int:pk>/help/plans/<int:row>/sign", help_plan_views.sign, name="help_sign"),
    path("incidents/<int:pk>/help/plans/<int:row>/close", help_plan_views.close, name="help_close"),
]
