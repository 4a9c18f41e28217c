"""Addresses of the ASB case review."""

from django.urls import URLPattern, path

from heed.desks.neighbourhood.reviews import panel_views, views, work_views

ONE = "reviews/<int:pk>/"
urlpatterns: list[URLPattern] = [
    path("reviews/", views.reviews, name="reviews"),
    path("reviews/new", views.new, name="review_new"),
    path("reviews/numbers", views.numbers, name="review_numbers"),
    path("reviews/numbers.csv", views.numbers_csv, name="review_numbers_csv"),
    path(ONE, views.review, name="review"),
    path(f"{ONE}acknowledge", work_views.acknowledge, name="review_acknowledge"),
    path(f"{ONE}told", work_views.told, name="review_told"),
    path(f"{ONE}identify", work_views.identify, name="review_identify"),
    path(f"{ONE}look-up", work_views.look_up, name="review_look_up"),
    path(f"{ONE}complaints", work_views.complaint, name="review_complaint"),
    path(f"{ONE}complaints/<int:complaint_pk>/aside", work_views.set_aside, name="review_aside"),
    path(f"{ONE}complaints/<int:complaint_pk>/same", work_views.regroup, name="review_same"),
    path(f"{ONE}decide", work_views.decide, name="review_decide"),
    path(f"{ONE}withdraw", work_views.withdraw, name="review_withdraw"),
    path(f"{ONE}members", panel_views.member, name="review_member"),
    path(f"{ONE}members/<int:member_pk>/leave", panel_views.leave, name="review_leave"),
    path(f"{ONE}meetings", panel_views.meeting, name="review_meeting"),
    path(f"{ONE}held", panel_views.held, name="review_held"),
    path(f"{ONE}actions", panel_views.action, name="review_action"),
    path(f"{ONE}conclude", panel_views.conclude, name="review_conclude"),
    path(f"{ONE}recommendations/<int:recommendation_pk>", panel_views.answered, name="review_answered"),
    path(f"{ONE}appeals", panel_views.appeal, name="review_appeal"),
    path(f"{ONE}second", panel_views.second, name="review_second"),
]
