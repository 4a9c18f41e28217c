"""Pages of how often cues are right."""

from django.urls import URLPattern, path

from heed.desks.supervisor.manners import edit_views as manners_edit_views
from heed.desks.supervisor.manners import views as manners_views

urlpatterns: list[URLPattern] = [
    path("cues/", manners_views.listed, name="manners"),
    path("cues/list.csv", manners_views.as_csv, name="manners_csv"),
    path("cues/rules/<str:rule>", manners_views.rule, name="manners_rule"),
    path("cues/rules/<str:rule>/propose", manners_edit_views.propose, name="manners_propose"),
]
