"""Pages of the supervisor."""

from django.urls import URLPattern, path

from heed.desks.supervisor import crime_views, line_views, proposal_views, warning_views, wording_views
from heed.desks.supervisor.board import missed_views
from heed.desks.supervisor.board import views as board_views
from heed.desks.supervisor.exchange import urls as exchange_urls
from heed.desks.supervisor.lexicon import urls as lexicon_urls
from heed.desks.supervisor.manners import urls as manners_urls

app_name = "supervisor"
urlpatterns: list[URLPattern] = [
    path("", board_views.board, name="board"),
    path("approvals/<int:pk>", board_views.answer, name="approval"),
    path("notices/<int:pk>", board_views.see, name="notice"),
    path("missed/<uuid:call_id>/", missed_views.missed, name="missed"),
    path("lines/", line_views.lines, name="lines"),
    path("lines/shared/<int:pk>/remove", line_views.unlist, name="unlist"),
    path("lines/watched/<int:pk>/end", line_views.end, name="end_watch"),
    path("warnings/", warning_views.warnings, name="warnings"),
    path("warnings/<int:pk>", warning_views.answer, name="warning"),
    path("crime/", crime_views.listed, name="crime"),
    path("crime/list.csv", crime_views.as_csv, name="crime_csv"),
    path("wording/", wording_views.newest, name="wording"),
    path("wording/<str:week>/", wording_views.week, name="wording_week"),
    path("wording/entries/<int:pk>", wording_views.mark, name="wording_mark"),
    *lexicon_urls.urlpatterns,
    *manners_urls.urlpatterns,
    *exchange_urls.urlpatterns,
    path("identity/", proposal_views.listed, name="proposals"),
    path("identity/runs/<uuid:run>/undo", proposal_views.undo_run, name="undo_run"),
]
