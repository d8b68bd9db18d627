"""Addresses below a language that are not pages of the tree."""

from django.urls import path, re_path

from causeway.pages import searching, views
from causeway.pages.serving import serve
from causeway.pages.styleguide import styleguide

app_name = "pages"
urlpatterns = [
    path("search/", searching.search, name="search"),
    path("styleguide/", styleguide, name="styleguide"),
    path("news/feed.atom", views.news_feed, name="news_feed"),
    re_path(r"^((?:[\w-]+/)+)document\.pdf$", views.publication_pdf, name="pdf"),
    re_path(r"^((?:[\w-]+/)*)$", serve, name="page"),
]
