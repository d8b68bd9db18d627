from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "causeway.staff"
    label = "staff"
