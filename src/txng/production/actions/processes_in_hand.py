"""What the verbs about processes share: the row locked, and whose it is."""

from __future__ import annotations

from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.production.models import ProcessState, ProcessTask, ProcessTemplate
from txng.production.models.process import WORK_FIELDS, PlannedWork
from txng.production.process.library import processes_of
from txng.registry.models import Agency


def agency_of(actor: Actor) -> Agency:
    actor.require_verb(Permission.PROCESS_PUBLISH)
    # Locked, so that the second press of a button finds what the first one made.
    found = Agency.objects.select_for_update(no_key=True).filter(pk=actor.agency_id or 0).first()
    if found is None:
        raise NotThere(_("Not found."))
    return found


def process_in_hand(actor: Actor, process_id: int) -> ProcessTemplate:
    """Locked. What another agency published is read and copied, never changed."""
    process = ProcessTemplate.objects.select_for_update(of=("self",), no_key=True).filter(pk=process_id).first()
    if process is None or not processes_of(actor).filter(pk=process_id).exists():
        raise NotThere(_("Not found."))
    if process.establishment_id is not None:
        actor.require(Permission.LOT_EDIT, process)
    elif process.agency_id is None or process.agency_id != actor.agency_id:
        raise NotAllowed(_("Only who published a process may change it."), code="not_the_publisher")
    elif not actor.holds(Permission.PROCESS_PUBLISH):
        raise NotAllowed(_("You do not have the right to do this."), code=f"missing:{Permission.PROCESS_PUBLISH}")
    return process


def draft_in_hand(actor: Actor, process_id: int) -> ProcessTemplate:
    process = process_in_hand(actor, process_id)
    if process.state != ProcessState.DRAFT:
        raise RuleBroken(
            _("What has been published is never changed. Make a new version of it."), code="already_published"
        )
    return process


def copy_tasks(source: ProcessTemplate, to: ProcessTemplate) -> None:
    ProcessTask.objects.bulk_create(ProcessTask(template=to, **work_of(task)) for task in source.tasks.all())


def work_of(task: PlannedWork) -> dict[str, object]:
    return {name: getattr(task, name) for name in WORK_FIELDS}
