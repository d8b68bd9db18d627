from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "causeway.facts"
    label = "facts"
