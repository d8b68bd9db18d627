"""Writes the table of roles and the workflow into the database, as often as migrations run."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connections, router, transaction
from django.db.models import Q

from causeway.staff.roles import BY_CODE, EVERY, ROLES, SECOND_PAIR_OF_EYES, Grant, Role

WORKFLOW_NAME = "Second pair of eyes"
TASK_NAME = "Read by a colleague"
#: What a fresh Wagtail brings; nobody here has these roles.
WAGTAIL_GROUPS = ("Moderators", "Editors")
WAGTAIL_WORKFLOW = "Moderators approval"
#: The last table of each migration run that the roles need; before it exists there is nothing to write.
NEEDED_TABLES = frozenset({"auth_group", "auth_permission", "django_content_type"})


def after_migrate(sender: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """Give the roles what they may do with the models of ``sender``, which has just been migrated."""
    if sender.models_module is None or not router.allow_migrate_model(using, Group):
        return
    with connections[using].cursor() as cursor:
        tables = set(connections[using].introspection.table_names(cursor))
    if not tables >= NEEDED_TABLES:
        return
    # Django makes an app's permissions in a receiver of the same signal, perhaps after this one.
    create_permissions(sender, verbosity=0, using=using)
    set_up_roles(app=sender.label)


@transaction.atomic
def set_up_roles(app: str = "") -> None:
    """Make the groups and what they may do equal to the table; a second call changes nothing.

    Args:
        app: only what concerns this app's models; everything when empty.
    """
    for role in ROLES:
        group, _made = Group.objects.get_or_create(name=role.code)
        _set_model_permissions(group, role, app)
        if app in {"", "wagtailcore"}:
            _set_page_permissions(group, role)
            _set_collection_permissions(group, "wagtailcore", "collection", role.collections)
        for label, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
            if app in {"", label}:
                _set_collection_permissions(group, label, model, role.files)
    if app in {"", "wagtailcore"}:
        _set_up_workflow()
        Group.objects.filter(name__in=WAGTAIL_GROUPS, user=None).delete()


def codenames(grant: Grant, app: str = "") -> set[tuple[str, str]]:
    """The permissions of ``grant`` as (app label, codename), for models that are installed."""
    if app and grant.app != app:
        return set()
    try:
        models = apps.get_app_config(grant.app).get_models()
    except LookupError:
        return set()
    names = {model._meta.model_name for model in models}
    wanted = names if grant.models == EVERY else names & set(grant.models)
    return {(grant.app, f"{action}_{name}") for name in wanted for action in grant.actions}


def wanted_permissions(role: Role, app: str = "") -> set[tuple[str, str]]:
    """Every model permission ``role`` should have, as (app label, codename)."""
    wanted = set().union(*(codenames(grant, app) for grant in role.grants)) if role.grants else set()
    if app in {"", "wagtailadmin"}:
        wanted.add(("wagtailadmin", "access_admin"))
    return wanted


def _set_model_permissions(group: Group, role: Role, app: str) -> None:
    mine = Q(content_type__app_label=app) if app else Q()
    wanted = wanted_permissions(role, app)
    found = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.filter(mine).select_related("content_type")
    }
    keep = {found[name].pk for name in wanted if name in found}
    have = set(group.permissions.filter(mine).values_list("pk", flat=True))
    group.permissions.remove(*have - keep)
    group.permissions.add(*keep - have)


def _set_page_permissions(group: Group, role: Role) -> None:
    from wagtail.models import GroupPagePermission, Page

    root = Page.objects.filter(depth=1).first()
    if root is None:
        return
    wanted = Permission.objects.filter(
        content_type__app_label="wagtailcore",
        content_type__model="page",
        codename__in=[f"{action}_page" for action in role.pages],
    )
    have = GroupPagePermission.objects.filter(group=group, page=root)
    have.exclude(permission__in=wanted).delete()
    for permission in wanted.exclude(pk__in=have.values("permission_id")):
        GroupPagePermission.objects.create(group=group, page=root, permission=permission)


def _set_collection_permissions(group: Group, app: str, model: str, actions: tuple[str, ...]) -> None:
    from wagtail.models import Collection, GroupCollectionPermission

    root = Collection.objects.filter(depth=1).first()
    if root is None:
        return
    wanted = Permission.objects.filter(
        content_type__app_label=app,
        content_type__model=model,
        codename__in=[f"{action}_{model}" for action in actions],
    )
    have = GroupCollectionPermission.objects.filter(
        group=group, collection=root, permission__content_type__app_label=app, permission__content_type__model=model
    )
    have.exclude(permission__in=wanted).delete()
    for permission in wanted.exclude(pk__in=have.values("permission_id")):
        GroupCollectionPermission.objects.create(group=group, collection=root, permission=permission)


def _set_up_workflow() -> None:
    """Pages an editor submits go to a reviewer or an administrator; a workflow an owner chose instead stays."""
    from wagtail.models import GroupApprovalTask, Page, Task, Workflow, WorkflowPage, WorkflowTask

    root = Page.objects.filter(depth=1).first()
    if root is None:
        return
    workflow, _made = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    task = GroupApprovalTask.objects.filter(name=TASK_NAME).first()
    if task is None:
        task = GroupApprovalTask.objects.create(name=TASK_NAME)
    readers = set(Group.objects.filter(name__in=SECOND_PAIR_OF_EYES))
    task.groups.add(*readers - set(task.groups.all()))
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr, defaults={"sort_order": 0})
    attached = WorkflowPage.objects.filter(page=root).first()
    if attached is None:
        WorkflowPage.objects.create(page=root, workflow=workflow)
    elif attached.workflow.name == WAGTAIL_WORKFLOW:
        attached.workflow = workflow
        attached.save()
        # Ended, not deleted: it would only be offered for choice.
        for model in (Workflow, Task):
            model.objects.filter(name=WAGTAIL_WORKFLOW).update(active=False)


def role_label(code: str) -> str:
    """What people call the group ``code``; the group's own name when it is none of ours."""
    return str(BY_CODE[code].label) if code in BY_CODE else code
