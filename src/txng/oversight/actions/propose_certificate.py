from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.clock import local_date
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record
from txng.oversight import certificates
from txng.oversight.eligibility import unmet
from txng.oversight.events import OversightEvent
from txng.oversight.models import CertificateState, ParticipationCertificate
from txng.registry.models import Establishment
from txng.ui.formats import vn_date


@transaction.atomic
def propose_certificate(
    *, actor: Actor, establishment_id: int, client_id: UUID, note: str = "", at: datetime
) -> ParticipationCertificate:
    """Đề nghị cấp Giấy xác nhận tham gia: by the establishment or its managing agency (CB 11.8, CT-REG 11.7).

    Sent twice, it is proposed once. What the conditions lack is said before anybody spends time on it.
    """
    # The establishment's row lock puts two proposals in a line.
    establishment = (
        Establishment.objects.select_for_update(of=("self",), no_key=True).filter(id=establishment_id).first()
    )
    if establishment is None:
        raise NotThere
    actor.require(Permission.CERTIFICATE_PROPOSE, establishment)
    if already := ParticipationCertificate.objects.filter(client_id=client_id, establishment=establishment).first():
        return already
    today = local_date(at)
    waiting = certificates.open_proposal_of(establishment)
    if waiting is not None:
        raise RuleBroken(
            _("%(name)s has proposed this already. It waits for the operator's decision.")
            % {"name": waiting.proposed_by},
            code="already_proposed",
        )
    living = certificates.living_of(establishment, on=today)
    if living is not None and today < certificates.renewable_from(living):
        raise RuleBroken(
            _("Certificate %(number)s holds until %(date)s; it can be renewed from %(from)s.")
            % {
                "number": living.number,
                "date": vn_date(living.valid_to),
                "from": vn_date(certificates.renewable_from(living)),
            },
            code="holds_already",
        )
    lacking = unmet(establishment, on=today)
    if lacking:
        raise RuleBroken(
            _("The conditions are not met yet: %(conditions)s.")
            % {"conditions": "; ".join(finding.title for finding in lacking)},
            code="conditions_unmet",
        )

    certificate = ParticipationCertificate(
        establishment=establishment,
        state=CertificateState.PROPOSED,
        client_id=client_id,
        proposed_at=at,
        proposed_by=actor.label,
        proposed_by_id=actor.user_id,
        proposed_for=actor.organisation,
        note=note.strip(),
    )
    certificate.stand_with(establishment)
    certificate.save()
    record(
        OversightEvent.CERTIFICATE_PROPOSED,
        actor=actor,
        subject=certificate,
        label=establishment.name,
        at=at,
        after={"state": certificate.state, "note": certificate.note},
    )
    return certificate
