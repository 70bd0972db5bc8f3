"""Phân cấp: where the regulation allows it an agency issues the accounts of what it manages, from a day to a day
(CB 6.2, 6.3, 12.1); elsewhere the operator alone does (CT-REG 6.2, 11.2)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from tests.accounts.test_signing_in import text_of
from tests.cast import Organisations
from txng.access import Actor, Permission, Scope
from txng.accounts.acting import actor_of, memberships
from txng.accounts.actions import (
    add_member,
    create_agency_account,
    end_delegation,
    issue_account,
    make_delegation,
    raise_seats,
)
from txng.accounts.models import Account, Delegation
from txng.kernel.clock import today
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.models import Entry

pytestmark = pytest.mark.django_db
where_delegation_is_possible = pytest.mark.parametrize("province", ["cao-bang"], indirect=True)
where_it_is_not = pytest.mark.parametrize("province", ["can-tho", "dak-nong"], indirect=True)
PAPER = "Quyết định 15/QĐ-SKHCN ngày 20/09/2026"


def as_of_now(people: Any, key: str) -> Actor:
    return actor_of(memberships().get(pk=people[key].pk))


def delegate(mai: Actor, agency: Any, at: Any, **more: Any) -> Delegation:
    given = {"document": PAPER, "valid_from": today(), **more}
    return make_delegation(actor=mai, agency_id=agency.pk, at=at, **given)


def may_issue(actor: Actor) -> set[Scope]:
    return {grant.scope for grant in actor.grants if grant.permission == Permission.ACCOUNT_ISSUE}


@where_it_is_not
def test_where_the_regulation_names_no_delegation_it_is_refused_with_a_sentence(
    province: str, mai: Actor, mai_client: Client, people: Any, organisations: Organisations, at: Any
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        delegate(mai, organisations.commune, at)
    assert refusal.value.code == "no_delegation"
    page = mai_client.get(reverse("delegation-list"))
    assert "việc này không phân cấp được" in text_of(page)
    # Even a row that came from elsewhere gives nothing there.
    Delegation.objects.create(
        agency=organisations.commune, document=PAPER, valid_from=date(2026, 1, 1), made_at=at, made_by="?"
    )
    assert may_issue(as_of_now(people, "hanh")) == set()


@where_delegation_is_possible
def test_while_in_force_an_agency_issues_the_accounts_of_what_it_manages(
    province: str, mai: Actor, people: Any, organisations: Organisations, at: Any
) -> None:
    own = make.dossier(organisations.commune, state="approved")
    foreign = make.dossier(organisations.elsewhere, state="approved")
    given = {"login": "htx-moi", "owner_name": "Nguyễn Thị Út", "owner_phone": "0987654321", "at": at}
    with pytest.raises(NotAllowed):
        issue_account(actor=as_of_now(people, "hanh"), dossier_id=own.pk, **given)
    made = delegate(mai, organisations.commune, at)
    hanh = as_of_now(people, "hanh")
    assert may_issue(hanh) == {Scope(managing_agency_id=organisations.commune.pk)}  # type: ignore[attr-defined]
    issued = issue_account(actor=hanh, dossier_id=own.pk, **given)
    assert issued.account.issued_by == "Nguyễn Thị Hạnh"
    with pytest.raises(NotAllowed):  # visible in the commune's territory, but another agency's to decide
        issue_account(actor=hanh, dossier_id=foreign.pk, **(given | {"login": "khac"}))
    end_delegation(actor=mai, delegation_id=made.pk, reason="Hết nhiệm vụ.", at=at)
    assert may_issue(as_of_now(people, "hanh")) == set()
    kinds = list(Entry.objects.filter(kind__startswith="accounts.delegation").order_by("id").values_list("kind"))
    assert kinds == [("accounts.delegation:made",), ("accounts.delegation:ended",)]


@where_delegation_is_possible
def test_a_delegation_gives_no_more_than_issuing_what_is_managed(
    province: str, mai: Actor, people: Any, organisations: Organisations, at: Any
) -> None:
    delegate(mai, organisations.commune, at)
    hanh = as_of_now(people, "hanh")
    somebody = {"login": "ai-do", "name": "Ai Đó", "at": at}
    with pytest.raises(NotThere):
        create_agency_account(actor=hanh, agency_id=organisations.agriculture.pk, **somebody)  # type: ignore[attr-defined]
    with pytest.raises((NotAllowed, NotThere)):
        add_member(actor=hanh, account_id=people["hanh"].account_id, role="officer", **somebody)
    with pytest.raises(NotAllowed):
        raise_seats(actor=hanh, account_id=people["lanh"].account_id, seats=9, request="CV", at=at)
    viewer = memberships().get(pk=people["dung"].pk)
    viewer.role = "viewer"
    assert may_issue(actor_of(viewer)) == set()
    assert may_issue(as_of_now(people, "nam")) == set()


@where_delegation_is_possible
@pytest.mark.parametrize(
    ("begins", "ends", "in_force"),
    [(0, None, True), (0, 0, True), (1, None, False), (1, 9, False), (-9, -1, False), (-9, 0, True)],
)
def test_it_holds_from_its_first_to_its_last_day(
    province: str, people: Any, organisations: Organisations, at: Any, begins: int, ends: int | None, in_force: bool
) -> None:
    Delegation.objects.create(
        agency=organisations.commune,
        document=PAPER,
        valid_from=today() + timedelta(days=begins),
        valid_to=None if ends is None else today() + timedelta(days=ends),
        made_at=at,
        made_by="Đặng Thị Mai",
    )
    assert bool(may_issue(as_of_now(people, "hanh"))) is in_force
    assert bool(may_issue(actor_of(people["hanh"]))) is in_force, "however the seat was read"


@where_delegation_is_possible
def test_no_query_more_for_who_acts(
    province: str, people: Any, organisations: Organisations, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        actor_of(memberships().select_related("user").get(pk=people["hanh"].pk))


@where_delegation_is_possible
@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"document": " "}, "document_missing"),
        ({"valid_from": date(2026, 10, 2), "valid_to": date(2026, 10, 1)}, "ends_before"),
        ({"valid_from": date(2026, 1, 1), "valid_to": date(2026, 2, 1)}, "ends_before"),
    ],
)
def test_what_makes_no_delegation(
    province: str, mai: Actor, organisations: Organisations, at: Any, more: Any, code: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        delegate(mai, organisations.commune, at, **more)
    assert refusal.value.code == code


@where_delegation_is_possible
def test_an_agency_has_one_delegation_at_a_time(
    province: str, mai: Actor, hanh: Actor, organisations: Organisations, at: Any
) -> None:
    first = delegate(mai, organisations.commune, at, valid_from=date(2026, 10, 1), valid_to=date(2026, 12, 31))
    for overlapping in (
        {"valid_from": date(2026, 12, 31)},
        {"valid_from": date(2026, 9, 21), "valid_to": date(2026, 10, 1)},
    ):
        with pytest.raises(RuleBroken) as refusal:
            delegate(mai, organisations.commune, at, **overlapping)
        assert refusal.value.code == "already_delegated"
    delegate(mai, organisations.commune, at, valid_from=date(2027, 1, 1))
    delegate(mai, organisations.industry, at, valid_from=date(2026, 10, 1))
    with pytest.raises(RuleBroken) as refusal:
        delegate(mai, organisations.operator, at)
    assert refusal.value.code == "wrong_agency"
    for stranger in (hanh,):
        with pytest.raises(NotThere):
            delegate(stranger, organisations.commune, at)
        with pytest.raises(NotThere):
            end_delegation(actor=stranger, delegation_id=first.pk, reason="x", at=at)


@where_delegation_is_possible
def test_by_the_pages_from_the_document_to_an_issued_account(
    province: str, mai_client: Client, hanh_client: Client, organisations: Organisations, people: Any
) -> None:
    dossier = make.dossier(organisations.commune, state="approved")
    issue = reverse("account-issue", args=[dossier.pk])
    assert hanh_client.get(issue).status_code == 403
    day = today()
    given = {
        "agency": organisations.commune.pk,  # type: ignore[attr-defined]
        "document": PAPER,
        "valid_from_day": day.day,
        "valid_from_month": day.month,
        "valid_from_year": day.year,
    }
    page = mai_client.post(reverse("delegation-list"), given | {"document": ""})
    assert page.status_code == 422
    assert "Nhập số và ngày của văn bản." in text_of(page)
    assert mai_client.post(reverse("delegation-list"), given).status_code == 302
    shown = text_of(mai_client.get(reverse("delegation-list")))
    assert PAPER in shown and "Đang có hiệu lực" in shown
    assert dossier.name in text_of(hanh_client.get(reverse("account-list")))
    answer = hanh_client.post(
        issue, {"login": "htx-moi", "owner_name": "Nguyễn Thị Út", "owner_phone": "0987654321", "owner_email": ""}
    )
    assert "Tải thư kích hoạt" in text_of(answer)
    assert Account.objects.get(dossier=dossier).issued_by == "Nguyễn Thị Hạnh"
    end = reverse("delegation-end", args=[Delegation.objects.get().pk])
    assert mai_client.post(end, {}).status_code == 422
    assert mai_client.post(end, {"reason": "Hết nhiệm vụ."}).status_code == 302
    assert mai_client.post(end, {"reason": "Lần nữa."}).status_code == 302
    assert (
        hanh_client.get(
            reverse("account-issue", args=[make.dossier(organisations.commune, state="approved").pk])
        ).status_code
        == 403
    )
