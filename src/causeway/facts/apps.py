from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FactsConfig(AppConfig):
    name = "causeway.facts"
    label = "facts"
    verbose_name = _("Facts and sources")

    def ready(self) -> None:
        from causeway.facts import signals

        signals.connect(self.get_models())
