"""Stands in front of Wagtail's addresses: its own sign-in asks for a password only."""

from django.urls import path, re_path

from causeway.staff import views

urlpatterns = [
    path("login/", views.to_sign_in),
    re_path(r"^password_reset/", views.to_password_reset),
]
