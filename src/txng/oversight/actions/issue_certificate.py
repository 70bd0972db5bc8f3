from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from txng import provinces
from txng.access import Actor
from txng.kernel.clock import local_date
from txng.kernel.codes import next_value
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.oversight.actions._certificates import label_of, require_state, to_decide
from txng.oversight.certificate_paper import facts_of
from txng.oversight.eligibility import unmet
from txng.oversight.events import OversightEvent
from txng.oversight.models import CertificateState, ParticipationCertificate
from txng.registry.models import Establishment

SERIES = "GXN"


@transaction.atomic
def issue_certificate(*, actor: Actor, certificate_id: int, ground: str = "", at: datetime) -> ParticipationCertificate:
    """Cấp Giấy xác nhận tham gia (CB 11.8, CT-REG 11.7). The paper is signed afterwards (OversightEvent consequences).

    The number is taken last: a refusal before it leaves no gap, and the counter's row lock keeps the order.
    """
    certificate = to_decide(actor, certificate_id, with_account=True)
    require_state(certificate, CertificateState.PROPOSED)
    if actor.user_id is not None and actor.user_id == certificate.proposed_by_id:
        raise RuleBroken(_("Somebody else of the operator decides what you have proposed."), code="own_proposal")
    # Conditions are looked at under the establishment's lock: a proposal may have waited for weeks.
    establishment = Establishment.objects.select_for_update(of=("self",), no_key=True).get(
        id=certificate.establishment_id
    )
    today = local_date(at)
    lacking = unmet(establishment, on=today)
    if lacking:
        raise RuleBroken(
            _("The conditions are not met any more: %(conditions)s.")
            % {"conditions": "; ".join(finding.title for finding in lacking)},
            code="conditions_unmet",
        )

    rules = provinces.current().certificate
    certificate.facts = facts_of(establishment, on=today)
    certificate.valid_from = today
    certificate.valid_to = months_after(today, rules.valid_months)
    certificate.ground = ground.strip()
    certificate.issued_at = at
    certificate.issued_by = actor.label
    certificate.state = CertificateState.ISSUED
    certificate.number = rules.number.format(n=next_value(SERIES, today.year), year=today.year)
    certificate.save()
    record(
        OversightEvent.CERTIFICATE_ISSUED,
        actor=actor,
        subject=certificate,
        label=label_of(certificate),
        at=at,
        before={"state": CertificateState.PROPOSED, "proposed_by": certificate.proposed_by},
        after={
            "state": certificate.state,
            "number": certificate.number,
            "valid_to": certificate.valid_to,
            "products": certificate.facts["products"],
        },
        ground=certificate.ground,
    )
    return certificate


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))
