"""Addresses of case reviews and tasks of the agency."""

from django.urls import URLPattern, path

from heed.desks.partner.reviews import task_views, views

urlpatterns: list[URLPattern] = [
    path("reviews/", views.reviews, name="reviews"),
    path("reviews/<int:pk>/", views.review, name="review"),
    path("tasks/", task_views.tasks, name="tasks"),
    path("tasks/<int:pk>/", task_views.task, name="task"),
    path("tasks/<int:pk>/take", task_views.take, name="task_take"),
]
