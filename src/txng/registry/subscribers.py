"""What follows an answer to a dossier, and what happens to an establishment's pages when its account is locked."""

from __future__ import annotations

from txng.kernel.clock import local_date
from txng.ledger.models import Entry
from txng.ledger.recording import actor_then, record
from txng.registry import keeping
from txng.registry.events import EstablishmentEvent
from txng.registry.models import Dossier, Establishment


def put_on_paper(entry: Entry) -> None:
    """The answer becomes a paper of the file once it cannot be taken back any more."""
    dossier = Dossier.objects.only("undo_until").get(pk=entry.subject_id)
    keeping.defer(dossier.pk, dossier.undo_until)


def pause_pages(entry: Entry) -> None:
    """A locked account keeps nothing up to date: its pages stay and say so (ux.md 4.6, domain.md 18.9)."""
    establishment = _of(entry)
    if establishment is None or establishment.paused_on is not None:
        return
    establishment.paused_on = local_date(entry.at)
    establishment.save(update_fields=["paused_on"])
    record(
        EstablishmentEvent.PAUSED,
        actor=actor_then(entry),
        subject=establishment,
        at=entry.at,
        after={"paused_on": establishment.paused_on},
    )


def resume_pages(entry: Entry) -> None:
    establishment = _of(entry)
    if establishment is None or establishment.paused_on is None:
        return
    before = establishment.paused_on
    establishment.paused_on = None
    establishment.save(update_fields=["paused_on"])
    record(
        EstablishmentEvent.RESUMED,
        actor=actor_then(entry),
        subject=establishment,
        at=entry.at,
        before={"paused_on": before},
    )


def _of(entry: Entry) -> Establishment | None:
    """None for an agency's account, which has no pages."""
    if entry.establishment_id is None:
        return None
    return Establishment.objects.select_for_update(no_key=True).filter(id=entry.establishment_id).first()
