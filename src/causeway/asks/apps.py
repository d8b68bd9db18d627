from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AsksConfig(AppConfig):
    name = "causeway.asks"
    label = "asks"
    verbose_name = _("Asks")

    def ready(self) -> None:
        from causeway.asks import views
        from causeway.pages import api as pages_api

        pages_api.register_live("asks", views.live)
