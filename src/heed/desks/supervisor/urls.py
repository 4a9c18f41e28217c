"""Pages of the supervisor."""

from django.urls import URLPattern, path

from heed.desks.supervisor import board_views, line_views, proposal_views

app_name = "supervisor"
urlpatterns: list[URLPattern] = [
    path("", board_views.board, name="board"),
    path("approvals/<int:pk>", board_views.answer, name="approval"),
    path("notices/<int:pk>", board_views.see, name="notice"),
    path("lines/", line_views.lines, name="lines"),
    path("lines/shared/<int:pk>/remove", line_views.unlist, name="unlist"),
    path("lines/watched/<int:pk>/end", line_views.end, name="end_watch"),
    path("identity/", proposal_views.listed, name="proposals"),
    path("identity/runs/<uuid:run>/undo", proposal_views.undo_run, name="undo_run"),
]
