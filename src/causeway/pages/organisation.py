"""Who speaks: the organisation behind the site. Its name leads, the software's stands in the footer."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="home", order=10)
class Organisation(BaseSiteSetting, ClusterableModel):
    """The organisation whose site this is."""

    website = models.URLField(_("its own website"), blank=True)
    phone_fact = models.CharField(_("fact that holds the telephone number"), max_length=120, blank=True)
    fax_fact = models.CharField(_("fact that holds the fax number"), max_length=120, blank=True)
    leave_url = models.URLField(
        _("where ‘Leave now’ goes"), blank=True, help_text=_("A page that looks ordinary, such as a weather forecast.")
    )
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    jurisdiction = models.CharField(_("jurisdiction"), max_length=20, blank=True)
    licence = models.CharField(_("licence of the content"), max_length=60, blank=True)
    licence_url = models.URLField(_("address of the licence"), blank=True)

    panels: ClassVar = [
        InlinePanel("texts", heading=_("Name in each language"), label=_("language")),
        MultiFieldPanel(
            [
                FieldPanel("website"),
                FieldRowPanel([FieldPanel("phone_fact"), FieldPanel("fax_fact")]),
                FieldPanel("leave_url"),
                FieldRowPanel([FieldPanel("time_zone"), FieldPanel("jurisdiction")]),
                FieldRowPanel([FieldPanel("licence"), FieldPanel("licence_url")]),
            ],
            heading=_("About the organisation"),
        ),
    ]

    class Meta:
        verbose_name = _("organisation")


class OrganisationText(models.Model):
    """The organisation's name in one language."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    name = models.CharField(_("name"), max_length=120)

    panels: ClassVar = [FieldPanel("language"), FieldPanel("name")]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "language"], name="one_name_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.name}"
