from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor, Permission
from txng.ledger.models import Entry
from txng.ledger.recording import record
from txng.registry.actions.profile_drafting import change_in_hand
from txng.registry.events import EstablishmentEvent
from txng.registry.models import Establishment, EstablishmentChange, EstablishmentVersion
from txng.registry.profile import show_papers
from txng.review.undoing import followed, require_undoable

State = EstablishmentChange.State
_ANSWERS = (State.APPROVED, State.RETURNED, State.REJECTED)


@transaction.atomic
def undo_profile_decision(*, actor: Actor, change_id: int, at: datetime) -> EstablishmentChange:
    """Hoàn tác: the request waits again, and what an approval had put before the public is public no longer.

    The version that was shown for those minutes stays as taken down: what was public is never forgotten (NĐ37 art. 53).
    """
    change = change_in_hand(change_id)
    actor.require(Permission.CHANGE_DECIDE, change)
    require_undoable(actor, change, at, decided_by=change.decided_by)
    if change.state not in _ANSWERS or _has_followed(change):
        raise followed()
    before = {"change_id": change.pk, "state": change.state, "answer": change.answer}
    if change.state == State.APPROVED:
        _unpublish(change, at=at)
    change.save(update_fields=[*change.undo(at=at)])
    record(
        EstablishmentEvent.CHANGE_DECISION_UNDONE,
        actor=actor,
        subject=change.establishment,
        at=at,
        before=before,
        after={"change_id": change.pk, "state": change.state},
    )
    return change


def _has_followed(change: EstablishmentChange) -> bool:
    """Another draft or request, or anything else said of this very establishment."""
    lines = Entry.objects.filter(
        subject_type=Establishment._meta.label_lower, subject_id=str(change.establishment_id), at__gt=change.decided_at
    )
    return change.establishment.changes.filter(pk__gt=change.pk).exists() or lines.exists()


def _unpublish(change: EstablishmentChange, *, at: datetime) -> None:
    """What this request changed and nothing else goes back to the version before, which every approval leaves."""
    establishment = Establishment.objects.select_for_update(of=("self",), no_key=True).get(pk=change.establishment_id)
    versions = establishment.versions
    versions.filter(state=EstablishmentVersion.State.PUBLISHED).update(state=EstablishmentVersion.State.TAKEN_DOWN)
    earlier = versions.filter(state=EstablishmentVersion.State.SUPERSEDED).order_by("number").reverse()[0]
    earlier.state = EstablishmentVersion.State.PUBLISHED
    earlier.save(update_fields=["state"])
    establishment.publish({field: earlier.fields[field] for field in change.fields})
    establishment.save()
    if "papers" in change.fields:
        show_papers(establishment.pk, earlier.fields["papers"], at)
    change.establishment = establishment
