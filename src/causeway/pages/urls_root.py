"""Addresses outside the languages."""

from django.urls import path

from causeway.pages import views

urlpatterns = [
    path("", views.choose_language, name="root"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.icon, name="icon"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]
