"""Giấy xác nhận tham gia: bà Lành's with its signature, and the register around it in every state."""

from __future__ import annotations

from datetime import datetime, timedelta

from txng import provinces
from txng.accounts.models import Account
from txng.kernel.clock import local_date
from txng.kernel.codes import next_value
from txng.oversight import signing_work
from txng.oversight.actions.issue_certificate import SERIES, months_after
from txng.oversight.certificate_paper import facts_of
from txng.oversight.eligibility import unmet
from txng.oversight.events import OversightEvent
from txng.oversight.models import ParticipationCertificate
from txng.project.demo.world import World
from txng.registry.models import Establishment

# After bà Lành's: what became of the next ones that meet the conditions.
STATES = ("issued", "issued", "suspended", "issued", "revoked", "issued", "proposed", "issued", "expired", "proposed")
OPERATOR = "Đặng Thị Mai"


def build(world: World) -> None:
    lanh, *others = world.establishments
    signed = _issued(world, lanh, world.days_ago(200), "issued")
    active = set(Account.objects.filter(state="active").values_list("establishment_id", flat=True))
    chosen = [one for one in others if one.pk in active and not unmet(one, on=world.today)][: len(STATES)]
    for number, (establishment, state) in enumerate(zip(chosen, STATES, strict=False)):
        days = 1200 if state == "expired" else 150 - number * 12
        if state == "proposed":
            _proposed(world, establishment, world.days_ago(number - 5))
        else:
            _issued(world, establishment, world.days_ago(days), "issued" if state == "expired" else state)
    world.save_notes()  # the ledger tells of the issue before the signature
    # The others' papers wait for the worker of the site, as they would after an issue; hers is there from the start.
    signing_work.sign_now(signed.pk, at=world.days_ago(200, hour=10))
    for unsigned in ParticipationCertificate.objects.filter(paper=None, state__in=["issued", "suspended"]):
        signing_work.defer(unsigned.pk)


def _proposed(world: World, establishment: Establishment, at: datetime) -> ParticipationCertificate:
    certificate = ParticipationCertificate(
        establishment=establishment,
        proposed_at=at,
        proposed_by=establishment.representative,
        proposed_for=establishment.name,
        note="Cần Giấy xác nhận để đưa hàng vào siêu thị.",
    )
    certificate.stand_with(establishment)
    certificate.save()
    world.note(
        OversightEvent.CERTIFICATE_PROPOSED,
        actor=establishment.representative,
        organisation=establishment.name,
        subject=certificate,
        at=at,
    )
    return certificate


def _issued(world: World, establishment: Establishment, at: datetime, state: str) -> ParticipationCertificate:
    certificate = _proposed(world, establishment, at - timedelta(days=2))
    rules, day = provinces.current().certificate, local_date(at)
    certificate.facts = facts_of(establishment, on=world.today)
    certificate.state = "issued"
    certificate.number = rules.number.format(n=next_value(SERIES, day.year), year=day.year)
    certificate.issued_at, certificate.issued_by = at, OPERATOR
    certificate.valid_from, certificate.valid_to = day, months_after(day, rules.valid_months)
    certificate.save()
    operator = world.operator.name if world.operator else ""
    world.note(OversightEvent.CERTIFICATE_ISSUED, actor=OPERATOR, organisation=operator, subject=certificate, at=at)
    if state != "issued":
        stopped = world.days_ago(20)
        certificate.state = state
        certificate.stopped_at, certificate.stopped_by = stopped, OPERATOR
        certificate.cause = "violation" if state == "suspended" else "request"
        certificate.reason = (
            "Chờ kết quả kiểm nghiệm lại theo phản ánh." if state == "suspended" else "Cơ sở ngừng sản xuất."
        )
        certificate.ground = "Thông báo 27/TB-SKHCN"
        certificate.save()
        kind = OversightEvent.CERTIFICATE_SUSPENDED if state == "suspended" else OversightEvent.CERTIFICATE_REVOKED
        world.note(kind, actor=OPERATOR, organisation=operator, subject=certificate, at=stopped)
    return certificate
