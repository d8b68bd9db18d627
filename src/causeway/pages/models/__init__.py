"""Page types, one family a file, and the site's own settings."""

from causeway.pages.organisation import Organisation, OrganisationText

from .base import ReaderPage
from .guides import GuideIndexPage, GuidePage
from .home import ChangePage, ContactPage, HomePage, TextPage
from .news import NewsIndexPage, NewsPage
from .publications import PublicationIndexPage, PublicationPage
from .rooms import AsksPage, LawPage

__all__ = [
    "AsksPage",
    "ChangePage",
    "ContactPage",
    "GuideIndexPage",
    "GuidePage",
    "HomePage",
    "LawPage",
    "NewsIndexPage",
    "NewsPage",
    "Organisation",
    "OrganisationText",
    "PublicationIndexPage",
    "PublicationPage",
    "ReaderPage",
    "TextPage",
]
