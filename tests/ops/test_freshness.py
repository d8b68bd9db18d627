"""Whatever changes what readers see swaps the page store, on commit; nothing else does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import RequestFactory
from django.utils import timezone

from causeway.ops import freshness
from causeway.ops.store import PageStore

Site = Callable[..., Any]


@pytest.fixture
def swapped(site_store: PageStore, small_site: Site) -> Callable[[], bool]:
    """Whether the store was swapped since this was last asked."""
    seen = [site_store.current()]

    def ask() -> bool:
        now = site_store.current()
        changed, seen[0] = now != seen[0], now
        return changed

    return ask


def home() -> Any:
    from causeway.pages.api import find_page

    return find_page("home", "en")


def news() -> Any:
    from causeway.pages.api import find_page

    return find_page("news/first", "en")


def publish() -> None:
    page = news()
    page.title = "Changed"
    page.save_revision().publish()


def unpublish() -> None:
    news().unpublish()


def move() -> None:
    news().move(home(), pos="last-child")


def reorder() -> None:
    news().get_parent().move(home(), pos="first-child")


def delete() -> None:
    news().delete()


def change_slug() -> None:
    page = news()
    page.slug = "other"
    page.save()


def change_fact() -> None:
    from causeway.facts.api import load_facts, load_sources

    load_sources(
        [
            {
                "key": "s",
                "title": "S",
                "publisher": "P",
                "kind": "law",
                "url": "",
                "date": "",
                "language": "en",
                "read": "whole",
            }
        ]
    )
    load_facts(
        [
            {
                "key": "x.y",
                "topic": "law",
                "type": "count",
                "title": "X",
                "definition": "",
                "values": [{"value": "1", "confidence": "H", "sources": [{"source": "s", "place": "1"}]}],
            }
        ]
    )


def change_organisation() -> None:
    from causeway.pages.models import Organisation

    Organisation.objects.create(site_id=default_site().pk, website="https://example.org")


def default_site() -> Any:
    from wagtail.models import Site as WagtailSite

    return WagtailSite.objects.get(is_default_site=True)


def change_site() -> None:
    site = default_site()
    site.site_name = "Other"
    site.save()


def change_image() -> None:
    from wagtail.images import get_image_model
    from wagtail.images.tests.utils import get_test_image_file

    get_image_model().objects.create(title="x", file=get_test_image_file())


def change_document() -> None:
    from wagtail.documents import get_document_model

    get_document_model().objects.create(title="x", file=ContentFile(b"x", name="x.txt"))


def add_redirect() -> None:
    from wagtail.contrib.redirects.models import Redirect

    Redirect.objects.create(old_path="/old", redirect_page=home())


def add_locale() -> None:
    from wagtail.models import Locale

    Locale.objects.create(language_code="ur")


def restrict() -> None:
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=home().page_ptr, restriction_type="password", password="x")


def change_topic() -> None:
    from causeway.supporters.models import Topic

    Topic.objects.create(key="law")


@pytest.mark.parametrize(
    "change",
    [
        publish,
        unpublish,
        move,
        reorder,
        delete,
        change_slug,
        change_fact,
        change_organisation,
        change_site,
        change_image,
        change_document,
        add_redirect,
        add_locale,
        restrict,
        change_topic,
    ],
)
def test_a_change_readers_can_see_swaps(swapped: Callable[[], bool], change: Callable[[], None]) -> None:
    change()
    assert swapped()


def save_draft() -> None:
    page = news()
    page.title = "Draft"
    page.save_revision()


def new_draft() -> None:
    from causeway.pages.models import NewsPage

    news().get_parent().add_child(instance=NewsPage(title="D", slug="d", live=False, published=timezone.localdate()))


def sign_in() -> None:
    from django.contrib.auth import get_user_model
    from django.contrib.sessions.backends.db import SessionStore

    user = get_user_model().objects.create_user("staff@example.org", "x")
    user.last_login = timezone.now()
    user.save(update_fields=["last_login"])
    SessionStore().create()


def ask_for_news() -> None:
    from causeway.supporters.models import Supporter

    Supporter.objects.create(email="name@example.org", confirmed_at=timezone.now())


def search() -> None:
    from wagtail.contrib.search_promotions.models import Query

    Query.get("rights").add_hit()


def work_on_a_task() -> None:
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.create(args_kwargs={}, task_path="x", backend_name="default", run_after=timezone.now())


@pytest.mark.parametrize("change", [search, work_on_a_task, sign_in, ask_for_news, save_draft, new_draft])
def test_a_change_readers_cannot_see_does_not_swap(swapped: Callable[[], bool], change: Callable[[], None]) -> None:
    change()
    assert not swapped()


def test_a_transaction_that_is_rolled_back_swaps_nothing(swapped: Callable[[], bool]) -> None:
    with transaction.atomic():
        publish()
        transaction.set_rollback(True)
    assert not swapped()
    publish()
    assert swapped()


def test_the_store_is_swapped_after_the_commit_and_not_before(
    swapped: Callable[[], bool], site_store: PageStore
) -> None:
    with transaction.atomic():
        publish()
        assert not swapped()
        assert list((site_store.root / "pending").iterdir()), "a note says that a change is under way"
    assert swapped()
    assert not list((site_store.root / "pending").iterdir())


def test_many_changes_in_one_transaction_make_one_swap(
    swapped: Callable[[], bool], site_store: PageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    swaps: list[int] = []
    original = PageStore.swap
    monkeypatch.setattr(PageStore, "swap", lambda self: swaps.append(1) or original(self))
    with transaction.atomic():
        for _ in range(3):
            publish()
    assert len(swaps) == 1


def test_a_change_in_a_savepoint_that_fails_takes_no_other_change_with_it(swapped: Callable[[], bool]) -> None:
    with transaction.atomic():
        with transaction.atomic():
            publish()
            transaction.set_rollback(True)
        publish()
    assert swapped()


def test_the_swap_is_done_before_the_editor_gets_the_answer(
    swapped: Callable[[], bool], rf: RequestFactory, site_store: PageStore
) -> None:
    from django.http import HttpResponse

    states: list[str | None] = []
    before = site_store.current()

    def view(request: object) -> HttpResponse:
        publish()
        states.append(site_store.current())
        publish()
        states.append(site_store.current())
        return HttpResponse("published")

    freshness.StoreMiddleware(view)(rf.post("/admin/"))
    assert states == [before, before], "one swap for the request, at its end"
    assert swapped()


def test_an_error_after_a_commit_still_swaps(swapped: Callable[[], bool], rf: RequestFactory) -> None:
    def view(request: object) -> None:
        publish()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        freshness.StoreMiddleware(view)(rf.post("/admin/"))  # type: ignore[arg-type]
    assert swapped()


def test_what_editors_have_timed_is_published_and_expires(swapped: Callable[[], bool]) -> None:
    from causeway.ops.schedule import publish_scheduled

    def schedule(minutes: int) -> None:
        page = news()
        page.title = "Later"
        page.go_live_at = timezone.now() + timedelta(minutes=minutes)
        page.save_revision(approved_go_live_at=page.go_live_at)

    schedule(60)
    swapped()
    publish_scheduled()
    assert not swapped()
    schedule(-1)
    publish_scheduled()
    assert swapped()
    assert news().title == "Later"
    page = news()
    page.expire_at = timezone.now() - timedelta(minutes=1)
    page.save()
    swapped()
    publish_scheduled()
    assert swapped()
    assert not news().live


def test_the_organisations_midnight_ends_stored_pages(swapped: Callable[[], bool], site_store: PageStore) -> None:
    from causeway.pages.models import Organisation

    Organisation.objects.create(site_id=default_site().pk, time_zone="Asia/Hong_Kong")
    assert swapped()
    assert site_store.zone() == "Asia/Hong_Kong"


class Session:
    accessed = False


@pytest.mark.parametrize("personal", ["", "session", "token", "cookie", "policy"])
def test_an_answer_that_looked_at_its_reader_is_marked(
    site_store: PageStore, rf: RequestFactory, personal: str
) -> None:
    from django.http import HttpRequest, HttpResponse

    from causeway.ops.front import KEEP
    from causeway.ops.headers import SecurityHeadersMiddleware

    def view(request: HttpRequest) -> HttpResponse:
        answer = HttpResponse("page")
        request.session = Session()  # type: ignore[assignment]
        if personal == "session":
            request.session.accessed = True
        elif personal == "token":
            request.META["CSRF_COOKIE"] = "x"
        elif personal == "cookie":
            answer.set_cookie("a", "b")
        elif personal == "policy":
            answer["Content-Security-Policy"] = "default-src *"
        return answer

    request = rf.get("/en/")
    freshness.StoreMiddleware(SecurityHeadersMiddleware(view))(request)
    assert request.META[KEEP] is (personal == "")
