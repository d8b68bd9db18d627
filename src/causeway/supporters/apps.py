from django.apps import AppConfig


class SupportersConfig(AppConfig):
    name = "causeway.supporters"
    label = "supporters"
    verbose_name = "Supporters"

    def ready(self) -> None:
        """Watch the settings of the mail."""
        from causeway.supporters import checks

        checks.install()
