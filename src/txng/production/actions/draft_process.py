from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.catalogue import groups as product_groups
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import clean, fold
from txng.production.actions.in_hand import sent_before
from txng.production.actions.processes_in_hand import agency_of, copy_tasks
from txng.production.models import Nature, ProcessTemplate
from txng.production.process.library import processes_of


@transaction.atomic
def draft_process(
    *,
    actor: Actor,
    title: str,
    valid_from: date,
    at: datetime,
    nature: str = "",
    groups: Sequence[str] = (),
    first_day_is: str = "",
    source: str = "",
    based_on_id: int | None = None,
    client_id: UUID | None = None,
) -> ProcessTemplate:
    """Begin a process of the agency's own: empty, or as a copy of one it may read."""
    agency = agency_of(actor)
    if earlier := sent_before(ProcessTemplate, client_id, actor, Permission.PROCESS_PUBLISH):
        return earlier
    original = processes_of(actor).filter(pk=based_on_id).first() if based_on_id is not None else None
    if based_on_id is not None and original is None:
        raise NotThere(_("Not found."))
    if original is not None:
        nature = original.nature
        groups = groups or original.groups
        first_day_is, source = first_day_is or original.first_day_is, source or original.source
    process = ProcessTemplate(
        agency=agency,
        publisher=agency.name,
        unit_path=agency.unit_path,
        managing_agency_id=agency.pk,
        based_on=original,
        client_id=client_id or uuid4(),
        created_at=at,
    )
    describe(
        process,
        title=title,
        nature=nature,
        groups=groups,
        first_day_is=first_day_is,
        source=source,
        valid_from=valid_from,
    )
    process.save(force_insert=True)
    if original is not None:
        copy_tasks(original, process)
    return process


def describe(
    process: ProcessTemplate,
    *,
    title: str,
    nature: str,
    groups: Sequence[str],
    first_day_is: str,
    source: str,
    valid_from: date,
) -> None:
    """Put the heading of a draft into words; refuses what says nothing, or groups of another nature."""
    if not clean(title):
        raise RuleBroken(_("Give the process a title."), code="title")
    if nature not in Nature.values:
        raise RuleBroken(_("Choose what is grown or made."), code="nature")
    known = {group.id for group in product_groups.all_groups() if group.nature == nature}
    if not set(groups) <= known:
        raise RuleBroken(_("Choose product groups of the same kind of production."), code="product_groups")
    process.title, process.plain_title = clean(title), fold(clean(title))
    process.nature, process.groups = nature, sorted(groups)
    process.first_day_is = clean(first_day_is) or _("First day")
    process.source, process.valid_from = clean(source), valid_from
