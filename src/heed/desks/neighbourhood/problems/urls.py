"""Addresses of the pages about problem plans, powers, evidence and both sides."""

from django.urls import URLPattern, path

from heed.desks.neighbourhood.powers import step_views as power_step_views
from heed.desks.neighbourhood.powers import views as power_views
from heed.desks.neighbourhood.problems import both_sides_views, evidence_views, plan_views, plan_work_views

urlpatterns: list[URLPattern] = [
    path("plans", plan_views.plans, name="plans"),
    path("plans/open", plan_views.open_plan, name="plan_open"),
    path("plans/<int:pk>", plan_views.plan, name="plan"),
    path("plans/<int:pk>/write", plan_work_views.write, name="plan_write"),
    path("plans/<int:pk>/incident", plan_work_views.add_incident, name="plan_incident"),
    path("plans/<int:pk>/close", plan_work_views.close, name="plan_close"),
    path("plans/<int:pk>/sign-off", plan_work_views.sign_off, name="plan_sign"),
    path("plans/<int:pk>/both-sides", both_sides_views.of_plan, name="plan_both_sides"),
    path("powers", power_views.listed, name="powers"),
    path("powers/return", power_views.returned, name="powers_return"),
    path("powers/<int:pk>", power_step_views.power, name="power"),
    path("powers/<int:pk>/<str:what>", power_step_views.step, name="power_step"),
    path("powers/of/<str:about>/<str:key>", power_views.ladder, name="ladder"),
    path("powers/of/<str:about>/<str:key>/<str:kind>", power_views.consider, name="power_consider"),
    path("incidents/<int:pk>/powers", power_views.of_incident, name="incident_powers"),
    path("incidents/<int:pk>/both-sides", both_sides_views.of_incident, name="both_sides"),
    path("places/<uuid:pk>/both-sides", both_sides_views.of_place, name="place_both_sides"),
    path("evidence", evidence_views.listed, name="evidence"),
    path("evidence/enter", evidence_views.enter, name="evidence_enter"),
    path("evidence/<int:pk>", evidence_views.item, name="evidence_item"),
    path("evidence/<int:pk>/<str:what>", evidence_views.act, name="evidence_act"),
]
