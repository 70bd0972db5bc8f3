"""From an approved dossier to an establishment, and its pages while the account is locked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests import make
from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.ledger.models import Entry
from txng.registry import actions
from txng.registry.models import Establishment, ManagingAssignment
from txng.registry.subscribers import pause_pages, resume_pages

pytestmark = pytest.mark.django_db


def test_the_establishment_says_what_the_dossier_said(organisations: Any, mai: Actor, at: datetime) -> None:
    dossier = make.dossier(organisations.commune, state="forwarded", capacity="12 ha", email="htx@example.vn")
    made = actions.join_establishment(actor=mai, dossier=dossier, at=at)
    for name in (
        *("name", "kind", "tax_code", "representative", "phone", "email", "address", "unit"),
        *("unit_path", "sector", "business_kind", "capacity", "managing_agency_id"),
    ):
        assert getattr(made, name) == getattr(dossier, name), name
    assert made.plain_name == "hop tac xa nong nghiep nhon ai"
    assert made.slug == "hop-tac-xa-nong-nghiep-nhon-ai"
    assert made.joined_on == date(2026, 9, 21)
    dossier.refresh_from_db()
    assert dossier.establishment == made
    assignment = ManagingAssignment.objects.get(establishment=made)
    assert (assignment.agency, assignment.valid_from, assignment.valid_to) == (
        organisations.commune,
        date(2026, 9, 21),
        None,
    )
    assert dossier.number in assignment.reason
    kinds = list(Entry.objects.filter(establishment_id=made.pk).order_by("id").values_list("kind", flat=True))
    assert kinds == ["registry.establishment:joined", "registry.establishment:assigned"]


def test_an_address_is_written_as_in_a_sentence(organisations: Any) -> None:
    assert organisations.lanh.full_address == "Ấp Nhơn Lộc, xã Phong Điền, TP. Cần Thơ"


def test_joining_twice_makes_one_establishment(organisations: Any, mai: Actor, at: datetime) -> None:
    dossier = make.dossier(organisations.commune, state="approved")
    first = actions.join_establishment(actor=mai, dossier=dossier, at=at)
    assert actions.join_establishment(actor=mai, dossier=dossier, at=at) == first
    assert Establishment.objects.filter(name=dossier.name).count() == 1


def test_equal_names_get_their_own_addresses(organisations: Any, mai: Actor, at: datetime) -> None:
    slugs = [
        actions.join_establishment(
            actor=mai, dossier=make.dossier(organisations.commune, state="approved", name=name), at=at
        ).slug
        for name in ("Gạo Sạch", "Gạo sạch", "GAO SACH", "–")
    ]
    assert slugs == ["gao-sach", "gao-sach-2", "gao-sach-3", "co-so"]


@pytest.mark.parametrize("state", ["draft", "submitted", "in_review", "returned", "rejected", "withdrawn"])
def test_only_an_approved_dossier_joins(organisations: Any, mai: Actor, at: datetime, state: str) -> None:
    dossier = make.dossier(organisations.commune, state=state)
    with pytest.raises(RuleBroken, match="Chỉ cấp tài khoản cho hồ sơ đã phê duyệt"):
        actions.join_establishment(actor=mai, dossier=dossier, at=at)
    assert not Establishment.objects.filter(name=dossier.name).exists()


def test_the_sector_is_the_chosen_one_else_the_departments(organisations: Any, mai: Actor, at: datetime) -> None:
    def joined(agency: Any, **fields: Any) -> str:
        dossier = make.dossier(agency, state="approved", **fields)
        return actions.join_establishment(actor=mai, dossier=dossier, at=at).sector

    assert joined(organisations.industry, sector="health") == "health"
    assert joined(organisations.industry, sector="") == "industry_trade"
    assert joined(organisations.commune, sector="") == "other"


def locked(establishment: Any, at: datetime, kind: str = "accounts.account:locked") -> Entry:
    return Entry.objects.create(
        at=at,
        kind=kind,
        actor_label="Nguyễn Thị Hạnh",
        actor_organisation="UBND xã",
        actor_kind="commune",
        subject_type="accounts.account",
        subject_id="1",
        subject_label="x",
        establishment_id=establishment.pk if establishment else None,
    )


def test_a_locked_account_pauses_the_pages_and_unlocking_resumes_them(organisations: Any, at: datetime) -> None:
    lanh = organisations.lanh
    entry = locked(lanh, at)
    pause_pages(entry)
    pause_pages(entry)  # deliveries may come twice
    lanh.refresh_from_db()
    assert lanh.paused_on == date(2026, 9, 21)
    resume_pages(locked(lanh, at, "accounts.account:unlocked"))
    lanh.refresh_from_db()
    assert lanh.paused_on is None
    paused = Entry.objects.get(kind="registry.establishment:paused")
    assert (paused.actor_label, paused.subject_id) == ("Nguyễn Thị Hạnh", str(lanh.pk))
    assert Entry.objects.filter(kind="registry.establishment:resumed").count() == 1


def test_locking_an_agency_pauses_nobodys_pages(organisations: Any, at: datetime) -> None:
    pause_pages(locked(None, at))
    assert not Establishment.objects.exclude(paused_on=None).exists()
    assert not Entry.objects.filter(kind="registry.establishment:paused").exists()
