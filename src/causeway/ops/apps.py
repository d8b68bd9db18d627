from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "causeway.ops"
    label = "ops"
