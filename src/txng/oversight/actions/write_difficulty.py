from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from txng import provinces
from txng.access import Actor, Permission
from txng.kernel.clock import local_date
from txng.kernel.codes import next_number, random_code
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.files.intake import store_upload
from txng.ledger.recording import record
from txng.oversight.events import OversightEvent
from txng.oversight.models import Complaint, ComplaintPhoto

PAPERS = 3


@transaction.atomic
def write_difficulty(
    *, actor: Actor, client_id: UUID, title: str, text: str, papers: Sequence[Any] = (), at: datetime
) -> Complaint:
    """Khó khăn, vướng mắc bằng văn bản to the operator, from an organisation that takes part (CB, CT-REG last article).

    It stands in no territory: it is between its writer and the operator. Sent twice, it is filed once.
    """
    actor.require_verb(Permission.COMPLAINT_FILE)
    if actor.kind not in ("department", "commune", "establishment"):
        raise NotThere  # the operator would write to itself; a visitor reports goods instead
    with connection.cursor() as cursor:
        # Two sendings of one form at once: the second waits here and then finds the first.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(client_id)])
    if already := Complaint.objects.filter(client_id=client_id, written_by_id=actor.user_id).first():
        return already
    if not title.strip() or not text.strip():
        raise RuleBroken(_("Describe the difficulty."), code="text_missing")
    if len(papers) > PAPERS:
        raise RuleBroken(_("Send at most 3 files."), code="too_many_files")
    letter = Complaint.objects.create(
        number=next_number("PA", at),
        lookup_code=random_code(10),
        client_id=client_id,
        kind=Complaint.Kind.DIFFICULTY,
        establishment_id=actor.establishment_id,
        agency_id=actor.agency_id,
        written_by_id=actor.user_id,
        contact_name=actor.label,
        title=title,
        text=text,
        filed_at=at,
        due_on=provinces.working_days_after(local_date(at), provinces.current().clocks.complaint),
    )
    for paper in papers:
        ComplaintPhoto.objects.create(complaint=letter, file=store_upload(paper))
    record(
        OversightEvent.DIFFICULTY_WRITTEN,
        actor=actor,
        subject=letter,
        at=at,
        after={"number": letter.number, "due_on": letter.due_on, "papers": len(papers)},
    )
    return letter
