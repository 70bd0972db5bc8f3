from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from txng.access import Actor
from txng.production.actions.draft_process import describe
from txng.production.actions.processes_in_hand import draft_in_hand
from txng.production.models import ProcessTemplate


@transaction.atomic
def edit_process(
    *,
    actor: Actor,
    process_id: int,
    title: str,
    groups: Sequence[str],
    first_day_is: str,
    source: str,
    valid_from: date,
    at: datetime,
) -> ProcessTemplate:
    """Change the heading of a draft. What is grown or made stays: its tasks hang on that."""
    process = draft_in_hand(actor, process_id)
    describe(
        process,
        title=title,
        nature=process.nature,
        groups=groups,
        first_day_is=first_day_is,
        source=source,
        valid_from=valid_from,
    )
    process.save()
    return process
