"""``/admin/access/``: signing in, one's own password and second factor, and one-time links.

allauth's views are named one by one: what is not here (sign-up, other addresses, sign-in by mail) does not exist.
"""

from allauth.account import views as account
from django.urls import include, path, re_path

from causeway.staff import views

urlpatterns = [
    path("", views.home, name="access_home"),
    path("begin/<str:token>/", views.BeginView.as_view(), name="staff_begin"),
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/", include("allauth.mfa.urls")),
]
