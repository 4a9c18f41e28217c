"""Addresses of the pages about tasks, visits, queries of the public, named officers, and who is at work."""

from django.urls import URLPattern, path

from heed.desks.neighbourhood.tasks import query_views, rota_views, visit_views
from heed.desks.neighbourhood.tasks import views as tasks_views

urlpatterns: list[URLPattern] = [
    path("tasks/", tasks_views.listed, name="tasks"),
    path("tasks/<int:pk>/", tasks_views.task, name="task"),
    path("tasks/<int:pk>/finish", tasks_views.finish, name="task_finish"),
    path("tasks/<int:pk>/reassign", tasks_views.reassign, name="task_reassign"),
    path("tasks/<int:pk>/note", tasks_views.note, name="task_note"),
    path("tasks/<int:pk>/take", tasks_views.take, name="task_take"),
    path("incidents/<int:pk>/visit", visit_views.visit, name="visit"),
    path("queries/", query_views.listed, name="queries"),
    path("queries/new", query_views.enter, name="query_new"),
    path("queries/<int:pk>/", query_views.query, name="query"),
    path("officers/", rota_views.officers, name="officers"),
    path("officers/<int:pk>/", rota_views.name, name="name_officer"),
    path("officers/namings/<int:pk>/end", rota_views.end_naming, name="end_naming"),
    path("rota/", rota_views.kept, name="rota"),
    path("rota/absence", rota_views.absence, name="rota_absence"),
    path("rota/shift", rota_views.shift, name="rota_shift"),
    path("rota/absences/<int:pk>/withdraw", rota_views.withdraw, {"what": "absences"}, name="absence_withdraw"),
    path("rota/shifts/<int:pk>/withdraw", rota_views.withdraw, {"what": "shifts"}, name="shift_withdraw"),
]
