from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "causeway.ops"
    label = "ops"

    def ready(self) -> None:
        from causeway.ops import signals

        signals.connect()
