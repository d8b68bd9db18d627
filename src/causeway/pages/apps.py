from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "causeway.pages"
    label = "pages"
