"""The room of the people who run the site, and how Wagtail's own user pages are fitted to it."""

from __future__ import annotations

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class StaffConfig(AppConfig):
    # Said aloud because this module holds a second configuration, which Django would otherwise weigh against it.
    default = True
    name = "causeway.staff"
    label = "staff"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from causeway.staff import receivers, role_setup

        receivers.connect()
        # Without a sender: each app's permissions are there once that app has been migrated.
        post_migrate.connect(role_setup.after_migrate, dispatch_uid="staff.roles")


class StaffUsersConfig(WagtailUsersAppConfig):
    """Wagtail's users, invited rather than created, and without passwords set by someone else."""

    default = False
    user_viewset = "causeway.staff.viewsets.StaffUserViewSet"

    def ready(self) -> None:
        super().ready()
        from wagtail.admin.views.account import NameEmailSettingsPanel

        from causeway.staff.forms import OwnNameForm

        # Wagtail insists on a family name; not everyone has one.
        NameEmailSettingsPanel.form_class = OwnNameForm
