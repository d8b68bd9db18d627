from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LawConfig(AppConfig):
    name = "causeway.law"
    label = "law"
    verbose_name = _("Law")

    def ready(self) -> None:
        from causeway.law import changes, computing, views_live

        changes.connect(self.get_models())
        computing.register()
        views_live.register()
