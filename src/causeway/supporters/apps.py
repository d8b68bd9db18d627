from django.apps import AppConfig


class SupportersConfig(AppConfig):
    name = "causeway.supporters"
    label = "supporters"
    verbose_name = "Supporters"

    def ready(self) -> None:
        """Watch the settings of the mail, and tell the page store when a topic or a wording changes."""
        from causeway.supporters import checks, signals

        checks.install()
        signals.connect()
