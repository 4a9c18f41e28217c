"""Addresses of the register of disclosures, of locks, of the staff list and of broken glass."""

from django.urls import URLPattern, path

from heed.desks.data_protection.sharing import glass_views, lock_views, staff_views, views

urlpatterns: list[URLPattern] = [
    path("disclosures/", views.register, name="disclosures"),
    path("disclosures/register.csv", views.as_csv, name="disclosures_csv"),
    path("disclosures/<int:row>/", views.disclosure, name="disclosure"),
    path("disclosures/<int:row>/withdraw", views.withdraw, name="withdraw_disclosure"),
    path("glass/", glass_views.listing, name="glass"),
    path("glass/<int:row>/", glass_views.review, name="review_glass"),
    path("locks/", lock_views.listing, name="locks"),
    path("locks/<int:row>/", lock_views.lock, name="lock"),
    path("locks/<int:row>/lift", lock_views.lift, name="lift_lock"),
    path("locks/<int:row>/admit", lock_views.admit, name="admit_to_lock"),
    path("locks/<int:row>/admissions/<int:admission>/end", lock_views.end_admission, name="end_admission"),
    path("staff-list/", staff_views.listing, name="staff_list"),
    path("staff-list/add", staff_views.add, name="add_staff_name"),
    path("staff-list/file", staff_views.add_file, name="add_staff_file"),
    path("staff-list/<int:row>/remove", staff_views.remove, name="remove_staff_name"),
]
