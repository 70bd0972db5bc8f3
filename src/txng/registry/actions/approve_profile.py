from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.registry.actions.profile_drafting import change_to_decide
from txng.registry.events import EstablishmentEvent
from txng.registry.models import Establishment, EstablishmentChange, EstablishmentVersion
from txng.registry.profile import published_of, show_papers
from txng.review.answering import needs_first_check
from txng.review.undoing import open_window
from txng.review.undoing import told as undo_told


@transaction.atomic
def approve_profile(*, actor: Actor, change_id: int, at: datetime) -> Establishment:
    """Put an establishment's own words before the public, on the agency's responsibility (phê duyệt, Điều 10)."""
    change = change_to_decide(actor, change_id)
    if needs_first_check(actor, change):
        raise RuleBroken(_("A request is checked by one person before another approves it."), code="not_checked")
    window = open_window(change, actor=actor, before=change.state, at=at)
    change.decide(EstablishmentChange.State.APPROVED, by=actor.label, at=at)
    change.save(update_fields=["state", "decided_by", "decided_at", "answer", *window])

    establishment = Establishment.objects.select_for_update(of=("self",), no_key=True).get(pk=change.establishment_id)
    before = published_of(establishment)
    if not establishment.versions.exists():
        _version(establishment, before, by="", agency="", at=establishment.joined_at)  # what the dossier had said
    establishment.publish(change.fields)
    establishment.save()
    if "papers" in change.fields:
        show_papers(establishment.pk, change.fields["papers"], at)
    after = published_of(establishment)
    _version(establishment, after, by=actor.label, agency=actor.organisation, at=at)
    record(
        EstablishmentEvent.CHANGE_APPROVED,
        actor=actor,
        subject=establishment,
        at=at,
        before=before,
        after={**after, **undo_told(change)},
    )
    return establishment


def _version(establishment: Establishment, fields: dict[str, object], *, by: str, agency: str, at: datetime) -> None:
    """One version is public; the ones before it stay readable as the change history (NĐ37 art. 53)."""
    versions = establishment.versions.filter(state=EstablishmentVersion.State.PUBLISHED)
    versions.update(state=EstablishmentVersion.State.SUPERSEDED)
    last = establishment.versions.aggregate(last=Max("number"))["last"] or 0
    EstablishmentVersion.objects.create(
        establishment=establishment,
        number=last + 1,
        fields=fields,
        state=EstablishmentVersion.State.PUBLISHED,
        approved_by=by,
        approved_for=agency,
        published_at=at,
    )
