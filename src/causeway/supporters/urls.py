"""Addresses of the sign-up, below ``/<language>/news-sign-up/``."""

from django.urls import path

from causeway.supporters import views

app_name = "supporters"

urlpatterns = [
    path("", views.sign_up, name="sign-up"),
    path("received/", views.received, name="received"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("leave/<str:token>/", views.leave, name="leave"),
]
