"""What the table of roles becomes in the database, and the second pair of eyes."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage

from causeway.staff.role_setup import TASK_NAME, WORKFLOW_NAME, codenames, set_up_roles, wanted_permissions
from causeway.staff.roles import BY_CODE, CASEWORK, EDITOR, PRESS, REVIEWER, ROLE_CODES, ROLES

pytestmark = pytest.mark.usefixtures("as_migrated")


def held() -> dict[str, Any]:
    """Everything the groups hold."""
    return {
        group.name: (
            sorted(group.permissions.values_list("content_type__app_label", "codename")),
            sorted(group.page_permissions.values_list("page__depth", "permission__codename")),
            sorted(group.collection_permissions.values_list("collection__depth", "permission__codename")),
        )
        for group in Group.objects.all()
    }


def known() -> set[tuple[str, str]]:
    """Every permission there is."""
    return set(Permission.objects.values_list("content_type__app_label", "codename"))


def test_migrating_made_the_groups_of_the_table_and_no_others() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLE_CODES)


def test_each_group_holds_exactly_what_the_table_says() -> None:
    for role in ROLES:
        group = Group.objects.get(name=role.code)
        have = set(group.permissions.values_list("content_type__app_label", "codename"))
        assert have == wanted_permissions(role) & known(), role.code
        assert ("wagtailadmin", "access_admin") in have
        pages = set(group.page_permissions.values_list("permission__codename", flat=True))
        assert pages == {f"{action}_page" for action in role.pages}


def test_every_model_and_action_named_in_the_table_exists() -> None:
    # Made by a migration of that package and not by its model, so emptying the tables takes it away.
    there = known() | {("wagtail_localize", "submit_translation")}
    for role in ROLES:
        for grant in role.grants:
            made = codenames(grant)
            assert made, f"{role.code}: nothing in {grant}"
            if "*" not in grant.models:
                assert len(made) == len(grant.models) * len(grant.actions), f"{role.code}: a model of {grant} is gone"
                assert made <= there, f"{role.code}: {sorted(made - there)}"


def test_writing_it_again_changes_nothing() -> None:
    before = held(), Workflow.objects.count(), GroupApprovalTask.objects.count()
    set_up_roles()
    call_command("migrate", verbosity=0)
    assert (held(), Workflow.objects.count(), GroupApprovalTask.objects.count()) == before


def test_what_was_changed_by_hand_comes_back() -> None:
    before = held()
    editor = Group.objects.get(name=EDITOR)
    editor.permissions.clear()
    editor.permissions.add(Permission.objects.get(codename="delete_user"))
    editor.page_permissions.all().delete()
    set_up_roles()
    assert held() == before


def test_a_group_of_the_owners_own_is_left_alone() -> None:
    own = Group.objects.create(name="interns")
    own.permissions.add(Permission.objects.get(codename="access_admin"))
    set_up_roles()
    assert own.permissions.count() == 1


def test_an_empty_database_is_no_fault() -> None:
    """After a flush there is no page and no collection."""
    Page.objects.all().delete()
    Group.objects.all().delete()
    set_up_roles()
    assert Group.objects.count() == len(ROLES)


def test_nobody_but_a_reviewer_and_an_administrator_publishes(colleague: Any) -> None:
    root = Page.objects.get(depth=1)
    page = root.add_child(instance=Page(title="A page", slug="a-page", live=False))
    may = {code for code in ROLE_CODES if page.permissions_for_user(colleague(code).user).can_publish()}
    assert may == {"reviewer", "administrator"}
    edit = {code for code in ROLE_CODES if page.permissions_for_user(colleague(code).user).can_edit()}
    assert edit == set(ROLE_CODES) - {CASEWORK}


def test_only_administrators_and_advocacy_see_supporters(colleague: Any) -> None:
    may = {code for code in ROLE_CODES if colleague(code).user.has_perm("supporters.view_supporter")}
    assert may == {"advocacy", "administrator"}
    erase = {code for code in ROLE_CODES if colleague(code).user.has_perm("supporters.delete_supporter")}
    assert erase == {"administrator"}


def test_nobody_may_delete_accounts_or_change_what_groups_may_do() -> None:
    for role in BY_CODE.values():
        wanted = wanted_permissions(role)
        assert ("staff", "delete_user") not in wanted
        assert not any(app == "auth" for app, _codename in wanted)


# --- The second pair of eyes ------------------------------------------------------------------------


def test_the_whole_site_has_the_workflow() -> None:
    root = Page.objects.get(depth=1)
    assert WorkflowPage.objects.get(page=root).workflow.name == WORKFLOW_NAME
    task = GroupApprovalTask.objects.get(name=TASK_NAME)
    assert set(task.groups.values_list("name", flat=True)) == {"reviewer", "administrator"}
    assert list(Workflow.objects.filter(active=True).values_list("name", flat=True)) == [WORKFLOW_NAME]


def test_a_workflow_the_owner_chose_instead_stays() -> None:
    own = Workflow.objects.create(name="Our own")
    WorkflowPage.objects.update(workflow=own)
    set_up_roles()
    assert WorkflowPage.objects.get().workflow == own


def test_what_an_editor_submits_a_reviewer_publishes(colleague: Any) -> None:
    root = Page.objects.get(depth=1)
    page = root.add_child(instance=Page(title="A page", slug="a-page", live=False, has_unpublished_changes=True))
    page.save_revision()
    editor, reviewer, press = colleague(EDITOR), colleague(REVIEWER), colleague(PRESS)
    state = WorkflowPage.objects.get(page=root).workflow.start(page, editor.user)
    task = state.current_task_state
    approve = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    for other in (editor, press):
        client = other.sign_in()
        assert "A page" not in _waiting(client)
        client.post(approve)
        page.refresh_from_db()
        assert not page.live
    client = reviewer.sign_in()
    assert "A page" in _waiting(client)
    client.post(approve)
    page.refresh_from_db()
    assert page.live


def _waiting(client: Any) -> str:
    """The part of the first page that says what waits for this person."""
    html = client.get("/admin/").content.decode()
    for heading in ("Awaiting your review", "Waiting for your review"):
        if heading in html:
            return html.split(heading, 1)[1].split("</section>", 1)[0]
    return ""
