from django.apps import AppConfig


class SupportersConfig(AppConfig):
    name = "causeway.supporters"
    label = "supporters"
