"""Where needs, warnings, passports and reviews are found."""

from django.urls import URLPattern, path

from heed.desks.call_handler.needs import passport_views, review_views, warning_views
from heed.desks.call_handler.needs import views as needs_views

patterns: list[URLPattern] = [
    path("people/<uuid:pk>/needs/add", needs_views.add, name="need_add"),
    path("people/<uuid:pk>/needs/<int:row>/", needs_views.need, name="need"),
    path("people/<uuid:pk>/needs/<int:row>/end", needs_views.end, name="need_end"),
    path("people/<uuid:pk>/warnings/add", warning_views.about_person, name="warn_of_person"),
    path("places/<uuid:pk>/warnings/add", warning_views.about_place, name="warn_of_place"),
    path("warnings/<int:pk>/", warning_views.warning, name="warning"),
    path("warnings/<int:pk>/end", warning_views.end, name="warning_end"),
    path("people/<uuid:pk>/passport/", passport_views.passport, name="passport"),
    path("people/<uuid:pk>/passport/number", passport_views.number, name="passport_number"),
    path("people/<uuid:pk>/passport/revoke", passport_views.revoke, name="passport_revoke"),
    path("passports/", passport_views.find, name="passport_find"),
    path("reviews/", review_views.reviews, name="reviews"),
    path("reviews/<int:pk>/let-go", review_views.let_go, name="let_go"),
]
