from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.clock import local_date
from txng.kernel.errors import RuleBroken
from txng.production.actions.processes_in_hand import copy_tasks, process_in_hand
from txng.production.models import ProcessState, ProcessTemplate


@transaction.atomic
def start_version(*, actor: Actor, process_id: int, at: datetime) -> ProcessTemplate:
    """A draft of the next version, as a copy; the version in force stays in force until the draft is published."""
    process = process_in_hand(actor, process_id)
    versions = ProcessTemplate.objects.filter(family=process.family)
    if begun := versions.filter(state=ProcessState.DRAFT).first():
        return begun
    if process.state != ProcessState.PUBLISHED:
        raise RuleBroken(_("A new version is made of the version in force."), code="not_in_force")
    highest: int = versions.aggregate(most=Max("version"))["most"]
    draft = ProcessTemplate(
        family=process.family,
        version=highest + 1,
        title=process.title,
        plain_title=process.plain_title,
        nature=process.nature,
        groups=process.groups,
        first_day_is=process.first_day_is,
        source=process.source,
        valid_from=local_date(at),
        agency=process.agency,
        publisher=process.publisher,
        based_on=process,
        client_id=uuid4(),
        created_at=at,
    )
    draft.stand_with(process)
    draft.save(force_insert=True)
    copy_tasks(process, draft)
    return draft
