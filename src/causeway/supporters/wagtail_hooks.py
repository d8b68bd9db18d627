"""The group 'Supporters' in the editors' admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from causeway.supporters.models import ConsentWording, Topic
from causeway.supporters.staff_views import SEE_COUNTS, SEE_PERSON, Overview, Person


def _item_for(permission: str) -> type[MenuItem]:
    class Item(MenuItem):
        def is_shown(self, request: HttpRequest) -> bool:
            return request.user.has_perm(permission)

    return Item


class OverviewViewSet(ViewSet):
    """Counts, and one person at a time."""

    name = "supporters"
    url_namespace = "supporters_staff"
    menu_label = _("Overview")
    menu_icon = "group"
    menu_item_class = _item_for(SEE_COUNTS)

    def get_urlpatterns(self) -> list[URLPattern]:
        """The overview comes first: the menu leads to it."""
        return [path("", Overview.as_view(), name="overview"), path("person/", Person.as_view(), name="person")]


class PersonViewSet(ViewSet):
    """The menu's way to the page for one person, which belongs to the overview."""

    name = "supporters-person"
    menu_label = _("One person")
    menu_icon = "user"
    menu_url = reverse_lazy("supporters_staff:person")
    menu_item_class = _item_for(SEE_PERSON)


class FixedOnceUsed:
    """For views that would change what somebody has agreed to."""

    reason = _("People have agreed to these words. Add a new version instead.")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Say why it cannot be done, before the model refuses."""
        if self.get_object().in_use():
            messages.error(request, self.reason)
            return HttpResponseRedirect(reverse(self.index_url_name))
        return super().post(request, *args, **kwargs)


class TopicDeleteView(FixedOnceUsed, generic.DeleteView):
    """Delete a topic nobody chose."""

    reason = _("People have chosen this topic. Stop offering it instead.")


class TopicViewSet(ModelViewSet):
    """Topics of news."""

    model = Topic
    name = "news-topics"
    menu_label = _("Topics")
    icon = "tag"
    list_display = ["key", "order", "shown"]
    copy_view_enabled = False
    delete_view_class = TopicDeleteView
    add_to_reference_index = False
    panels = [
        FieldRowPanel([FieldPanel("key"), FieldPanel("order")]),
        FieldPanel("shown"),
        InlinePanel(
            "texts",
            heading=_("In each language"),
            label=_("language"),
            panels=[FieldPanel("language"), FieldPanel("title"), FieldPanel("text")],
            min_num=1,
        ),
    ]


class WordingEditView(FixedOnceUsed, generic.EditView):
    """Change a wording nobody has agreed to yet."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say above the form when it can no longer be saved."""
        return {**super().get_context_data(**kwargs), "is_fixed": self.object.in_use()}


class WordingDeleteView(FixedOnceUsed, generic.DeleteView):
    """Delete a wording nobody has agreed to yet."""


class WordingViewSet(ModelViewSet):
    """Wordings of the consent, by version and language."""

    model = ConsentWording
    name = "consent-wordings"
    menu_label = _("Wordings")
    icon = "doc-full"
    list_display = ["version", "language", "start"]
    list_filter = ["language", "version"]
    add_to_reference_index = False
    edit_view_class = WordingEditView
    delete_view_class = WordingDeleteView
    edit_template_name = "supporters/staff/wording_edit.html"
    panels = [
        FieldRowPanel([FieldPanel("version"), FieldPanel("language"), FieldPanel("start")]),
        FieldPanel("text"),
    ]


class SupportersGroup(ViewSetGroup):
    """Everything about those who asked for news."""

    menu_label = _("Supporters")
    menu_icon = "group"
    menu_order = 500
    items = (OverviewViewSet, PersonViewSet, TopicViewSet, WordingViewSet)


@hooks.register("register_admin_viewset")
def register_supporters() -> SupportersGroup:
    """Put the group into the admin."""
    return SupportersGroup()


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Name what happens to one person's data, for the audit trail."""
    for action, label, message in (
        ("supporters.look_up", _("Look up a person"), _("Looked up what is held about one person")),
        ("supporters.export", _("Export a person"), _("Handed over what is held about one person")),
        ("supporters.erase", _("Erase a person"), _("Erased the address of one person")),
    ):
        actions.register_action(action, label, message)
