"""
The pages of allauth that Heed offers, and no others.

Left out on purpose: signing up, e-mail addresses and resetting a password by e-mail. Accounts are an administrator's
work, and Heed sends no e-mail to its own staff.
"""

from allauth.account import views
from django.urls import include, path

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
]
