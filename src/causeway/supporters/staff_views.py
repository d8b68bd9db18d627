"""What staff see: how many, and one person at a time when that person asks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from causeway.supporters import catalogue, figures, people
from causeway.supporters.addresses import AddressError, normalise
from causeway.supporters.models import Topic

SEE_COUNTS = "supporters.view_topic"
SEE_PERSON = "supporters.view_supporter"
ERASE_PERSON = "supporters.delete_supporter"


class StaffPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of the group 'Supporters' for those who hold ``needs``."""

    needs = SEE_COUNTS
    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in only those who may."""
        if not request.user.has_perm(self.needs):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the overview, and this page."""
        items = [
            *self.breadcrumbs_items,
            {"url": reverse("supporters_staff:overview"), "label": _("Supporters")},
        ]
        if not isinstance(self, Overview):
            items.append({"url": "", "label": self.get_page_title()})
        return items


class Overview(StaffPage):
    """Counts by topic and language. No list of people exists."""

    template_name = "supporters/staff/overview.html"
    page_title = gettext_lazy("Supporters")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The counts, and what is still missing before anybody can sign up."""
        language = translation.get_language() or settings.LANGUAGE_CODE
        may_see_people = self.request.user.has_perm(SEE_PERSON)
        with translation.override(settings.LANGUAGE_CODE):
            form_url = reverse("supporters:sign-up")
        return {
            **super().get_context_data(**kwargs),
            "counts": figures.overview(language, exact=may_see_people),
            "outbox": figures.outbox(timezone.now()),
            "may_see_people": may_see_people,
            "form_url": form_url,
            "few": figures.FEW,
            "has_topics": Topic.objects.filter(shown=True).exists(),
            "has_wording": catalogue.wording(language, timezone.localdate()) is not None,
            "mail_to_files": not settings.EMAIL_URL,
        }


class Person(StaffPage):
    """What we hold about one person who asked, found by the exact address.

    The address is posted, so that it stands in no address line, history or log.
    """

    needs = SEE_PERSON
    template_name = "supporters/staff/person.html"
    page_title = gettext_lazy("One person")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Look, hand over, or erase; each is noted in the audit trail."""
        typed = request.POST.get("email", "")
        try:
            email = normalise(typed)
        except AddressError as fault:
            return self.render_to_response(self.get_context_data(typed=typed, error=str(fault)), status=422)
        supporter, requests = people.find(email)
        held = [found for found in (supporter, *requests) if found is not None]
        wish = request.POST.get("do", "")
        if held and wish == "export":
            self._note(held[0], "supporters.export")
            return JsonResponse(
                people.export(email),
                json_dumps_params={"ensure_ascii": False, "indent": 2},
                headers={"Content-Disposition": 'attachment; filename="what-we-hold.json"'},
            )
        may_erase = request.user.has_perm(ERASE_PERSON)
        if held and wish == "erase":
            if not may_erase:
                raise PermissionDenied
            if request.POST.get("sure") == "yes":
                # Noted first: a sign-up without a supporter is gone afterwards and could not be named.
                self._note(held[0], "supporters.erase")
                people.erase(email)
                messages.success(request, _("The address is erased. Nothing more will be sent to it."))
                return HttpResponseRedirect(reverse("supporters_staff:person"))
        elif held:
            self._note(held[0], "supporters.look_up")
        context = self.get_context_data(
            typed=typed,
            email=email,
            searched=True,
            supporter=supporter,
            requests=requests,
            may_erase=may_erase,
            asks_erase=bool(held) and wish == "erase",
        )
        return self.render_to_response(context)

    def _note(self, instance: Any, action: str) -> None:
        log(instance=instance, action=action, user=self.request.user)
