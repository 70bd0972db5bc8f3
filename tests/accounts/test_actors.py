"""Who may do what, where: whole sets compared, under every profile (CB art. 7, CT-REG art. 7)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from tests import make
from tests.cast import CAST, Organisations, every_province
from txng import provinces
from txng.access import Actor, Permission, Scope
from txng.accounts.acting import actor_for, actor_of, memberships, people_who_may
from txng.accounts.models import Membership, User

pytestmark = pytest.mark.django_db

ANYBODY = {Permission.DOSSIER_SUBMIT, Permission.COMPLAINT_FILE, Permission.PIN_CONFIRM}
READING = {p for p in Permission if p.value.endswith(".read")}


def verbs(actor: Actor) -> set[Permission]:
    return {grant.permission for grant in actor.grants}


def scopes(actor: Actor, permission: Permission) -> set[Scope]:
    return {grant.scope for grant in actor.grants if grant.permission == permission}


def seat(people: dict[str, Any], key: str, role: str) -> Actor:
    membership: Membership = people[key]
    membership.role = role
    return actor_of(membership)


@every_province
@pytest.mark.parametrize(
    "key", [key for key, (_n, _w, _k, role) in CAST.items() if role in ("lead", "officer", "owner")]
)
def test_a_full_seat_holds_exactly_what_the_profile_gives_its_kind_of_account(
    province: str, people: dict[str, Any], key: str
) -> None:
    held = provinces.current().permissions_of(CAST[key][2])  # type: ignore[arg-type]
    # A key that acts without a person before it is the lead's own matter.
    lead_alone = {Permission.CLIENT_MANAGE} if CAST[key][3] == "officer" else set()
    assert verbs(actor_of(people[key])) == (held | ANYBODY) - lead_alone


@every_province
def test_a_viewer_only_reads(province: str, people: dict[str, Any]) -> None:
    held = provinces.current().permissions_of("commune")
    assert verbs(seat(people, "dung", "viewer")) == (held & READING) | ANYBODY


@every_province
def test_the_seats_of_an_establishment_hold_what_their_work_needs(province: str, people: dict[str, Any]) -> None:
    P = Permission
    held = set(provinces.current().permissions_of("establishment"))
    production = {
        P.PRODUCTION_READ,
        P.SITE_EDIT,
        P.LOT_EDIT,
        P.DIARY_WRITE,
        P.PARTNER_EDIT,
        P.MATERIAL_EDIT,
        P.STOCK_EDIT,
        P.STATISTICS_READ,
        P.WORKER_READ,
        P.WORKER_EDIT,
    }
    expected = {
        "owner": held,
        "manager": held - {P.ACCOUNT_READ, P.MEMBER_MANAGE, P.CLIENT_MANAGE},
        "recorder": production
        | {P.ESTABLISHMENT_READ, P.DOSSIER_READ, P.PRODUCT_READ, P.STAMP_READ, P.HISTORY_READ, P.RECALL_READ}
        | {P.CERTIFICATE_READ, P.TRACE_READ},
        "worker": {P.DIARY_WRITE, P.PRODUCTION_READ},
    }
    assert {role: verbs(seat(people, "lanh", role)) for role in expected} == {
        role: verbs | ANYBODY for role, verbs in expected.items()
    }


@every_province
def test_the_operator_reaches_the_whole_province(province: str, mai: Actor) -> None:
    assert {grant.scope for grant in mai.grants} == {Scope()}


@every_province
def test_a_commune_reads_its_territory_and_decides_what_it_manages(
    province: str, organisations: Organisations, hanh: Actor
) -> None:
    commune: Any = organisations.commune
    managed = Scope(managing_agency_id=commune.pk)
    assert scopes(hanh, Permission.DOSSIER_READ) == {Scope(unit_path=commune.unit_path), managed}
    assert scopes(hanh, Permission.DOSSIER_APPROVE) == {managed}
    assert scopes(hanh, Permission.CHANGE_DECIDE) == {managed}


@every_province
def test_a_department_reads_its_sectors_and_decides_what_it_manages(
    province: str, organisations: Organisations, nam: Actor
) -> None:
    industry: Any = organisations.industry
    managed = Scope(managing_agency_id=industry.pk)
    reading = Scope(unit_path=industry.unit_path, sectors=frozenset({"industry_trade"}))
    assert scopes(nam, Permission.DOSSIER_READ) == {reading, managed}
    assert scopes(nam, Permission.DOSSIER_APPROVE) == {managed}


def test_a_department_without_a_sector_reaches_what_it_manages_and_nothing_else(
    organisations: Organisations, people: dict[str, Any]
) -> None:
    people["nam"].account.agency.sectors = []
    actor = actor_of(people["nam"])
    assert scopes(actor, Permission.DOSSIER_READ) == {Scope(managing_agency_id=organisations.industry.pk)}  # type: ignore[attr-defined]


@every_province
def test_an_establishment_reaches_itself(province: str, organisations: Organisations, lanh: Actor, khai: Actor) -> None:
    mine: Any = organisations.lanh
    own = {grant.scope for grant in lanh.grants if grant.permission not in ANYBODY}
    assert own == {Scope(establishment_id=mine.pk)}
    assert lanh.may(Permission.PRODUCT_READ, make.product(mine))
    assert not khai.may(Permission.PRODUCT_READ, make.product(mine))


@pytest.mark.parametrize("state", ["issued", "locked", "reconfirm_required", "revoked", "removed"])
def test_an_account_that_is_not_active_gives_what_a_visitor_has(people: dict[str, Any], state: str) -> None:
    people["lanh"].account.state = state
    actor = actor_of(people["lanh"])
    assert (verbs(actor), actor.kind, actor.establishment_id) == (ANYBODY, "visitor", None)
    assert actor.label == "Nguyễn Thị Lành"
    assert actor.is_known


def test_a_person_who_has_left_gives_what_a_visitor_has(people: dict[str, Any], at: Any) -> None:
    people["lanh"].ended_at = at
    assert verbs(actor_of(people["lanh"])) == ANYBODY


def request_of(user: Any, **session: Any) -> Any:
    request = RequestFactory().get("/")
    request.user = user
    request.session = session  # type: ignore[assignment]
    return request


def test_the_actor_of_a_request_costs_one_query_and_is_computed_once(
    people: dict[str, Any], django_assert_num_queries: Any
) -> None:
    request = request_of(people["hanh"].user)
    with django_assert_num_queries(1):
        first = actor_for(request)
    with django_assert_num_queries(0):
        assert actor_for(request) is first
    assert first == actor_of(people["hanh"])


def test_somebody_in_two_organisations_acts_for_the_one_chosen(
    people: dict[str, Any], organisations: Organisations, at: Any, django_assert_num_queries: Any
) -> None:
    khai: Any = people["khai"]
    second = Membership.objects.create(account=khai.account, user=people["lanh"].user, role="manager", since=at)
    assert actor_for(request_of(second.user)).organisation == people["lanh"].account.organisation_name
    with django_assert_num_queries(1):
        actor = actor_for(request_of(second.user, account=khai.account_id))
    assert actor.organisation == khai.account.organisation_name


def test_a_locked_organisation_does_not_hide_the_other_one(people: dict[str, Any], at: Any) -> None:
    Membership.objects.create(account=people["khai"].account, user=people["lanh"].user, role="manager", since=at)
    account = people["lanh"].account
    account.state = "locked"
    account.save(update_fields=["state"])
    assert actor_for(request_of(people["lanh"].user)).organisation == people["khai"].account.organisation_name


@every_province
def test_the_people_who_may_are_those_who_may(
    province: str, people: dict[str, Any], organisations: Organisations
) -> None:
    dossier = make.dossier(organisations.commune)
    for permission in (Permission.DOSSIER_APPROVE, Permission.DOSSIER_READ, Permission.ACCOUNT_ISSUE):
        expected = {m.user.login for m in people.values() if actor_of(m).may(permission, dossier)}
        assert {user.login for user in people_who_may(permission, dossier)} == expected
    product = make.product(organisations.lanh)
    assert {user.login for user in people_who_may(Permission.PRODUCT_PROPOSE, product)} == {"lanh"}


def test_asking_who_may_costs_one_query_however_many_seats_there_are(
    people: dict[str, Any], organisations: Organisations, at: Any, django_assert_num_queries: Any
) -> None:
    dossier = make.dossier(organisations.commune)
    with django_assert_num_queries(1):
        people_who_may(Permission.DOSSIER_APPROVE, dossier)
    for number in range(3):
        user = User.objects.create_user(f"them-{number}", name="Người thêm", kind="commune")
        Membership.objects.create(account=people["hanh"].account, user=user, role="officer", since=at)
    with django_assert_num_queries(1):
        assert len(people_who_may(Permission.DOSSIER_APPROVE, dossier)) >= 5


def test_a_person_never_sits_in_two_kinds_of_account(people: dict[str, Any], at: Any) -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError, match="one kind of account"), transaction.atomic():
        Membership.objects.create(account=people["hanh"].account, user=people["lanh"].user, role="officer", since=at)
    assert memberships().filter(user=people["lanh"].user).count() == 1


def test_neither_a_person_nor_an_account_changes_its_kind(people: dict[str, Any]) -> None:
    from django.db import Error, transaction

    for row in (people["lanh"].user, people["lanh"].account):
        row.kind = "commune"
        with pytest.raises(Error, match="kind"), transaction.atomic():
            row.save(update_fields=["kind"])
