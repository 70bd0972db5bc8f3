"""Sáp nhập xã: every reach follows in the same transaction (architecture 3.7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import models as django
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests import make
from tests.access.protected import filled, models, rows_of
from txng.access import Actor, Permission
from txng.accounts.acting import actor_of, memberships
from txng.accounts.actions import make_client
from txng.accounts.models import Account
from txng.kernel.clock import local_date
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.places.actions import merge_units
from txng.places.models import AdministrativeUnit, Succession
from txng.registry.models import Agency, Establishment, ManagingAssignment

READ = (Permission.DOSSIER_READ, Permission.PRODUCT_READ, Permission.CHANGE_DECIDE, Permission.ACCOUNT_READ)
GROUND = "Nghị quyết 12/2026/NQ-HĐND"


def merge(actor: Actor, units: list[AdministrativeUnit], into: AdministrativeUnit, **more: Any) -> AdministrativeUnit:
    given_ = {"on": local_date(make.AT), "ground": GROUND, "at": make.AT, **more}
    return merge_units(actor=actor, unit_ids=[unit.pk for unit in units], into_id=into.pk, **given_)


def reach(seat: Any) -> dict[tuple[str, str], frozenset[int]]:
    actor = actor_of(memberships().select_related("user").get(pk=seat.pk))
    return {
        (model.__name__, verb): frozenset(rows_of(model).filter(actor.reach(verb)).values_list("pk", flat=True))
        for model in models()
        if model is not Account  # the account of the agency that ended ends
        for verb in READ
    }


class TestEveryReachFollows(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.worlds = filled()

    @settings(max_examples=12, deadline=None)
    @given(backwards=st.booleans(), third=st.booleans())
    def test_whoever_takes_over_reaches_what_both_reached(self, backwards: bool, third: bool) -> None:
        home, elsewhere = self.worlds["own"], self.worlds["foreign"]
        ends, heir = (elsewhere, home) if backwards else (home, elsewhere)
        others = [self.worlds["own"].operator, self.worlds["same-area"].lead, home.owner, elsewhere.owner]
        before = {seat.pk: reach(seat) for seat in (ends.lead, heir.lead, *others)}
        units = [ends.establishment.unit]
        if third:
            units.append(
                AdministrativeUnit.objects.filter(level=3, valid_to=None, province_code=units[0].province_code)
                .exclude(pk__in=[units[0].pk, heir.establishment.unit_id])
                .first()
            )

        merge(actor_of(home.operator), units, heir.establishment.unit)

        assert all(rows == frozenset() for rows in reach(ends.lead).values())
        after = reach(heir.lead)
        for key, rows in after.items():
            assert rows >= before[heir.lead.pk][key] | before[ends.lead.pk][key], key
        for seat in others:
            assert reach(seat) == before[seat.pk]
        self._everything_stands_with_its_establishment()

    def _everything_stands_with_its_establishment(self) -> None:
        for model in models():
            if model is Establishment or not any(f.name == "establishment" for f in model._meta.get_fields()):
                continue
            rows = model._default_manager.exclude(establishment=None)
            same = rows.filter(
                unit_path=django.F("establishment__unit_path"),
                managing_agency_id=django.F("establishment__managing_agency_id"),
            )
            assert same.count() == rows.count(), model.__name__


@pytest.fixture
def communes(db: None, province: str) -> list[AdministrativeUnit]:
    return [make.unit(), make.unit("elsewhere")]


def test_the_ledger_says_what_became_what_and_keeps_its_own_places(
    mai: Actor, organisations: Any, communes: Any
) -> None:

    home, elsewhere = communes
    merge(mai, [home], elsewhere)
    entry = Entry.objects.get(kind="places.unit:merged")
    assert (entry.subject_label, entry.ground, entry.actor_label) == (elsewhere.name, GROUND, "Đặng Thị Mai")
    assert [unit["code"] for unit in entry.before["units"]] == [home.code]
    assert Succession.objects.get(old=home, new=elsewhere).on == local_date(make.AT)
    home.refresh_from_db()
    assert home.valid_to == local_date(make.AT)


def test_the_agency_that_ends_hands_over_with_the_reason(mai: Actor, organisations: Any, communes: Any) -> None:
    home, elsewhere = communes
    merge(mai, [home], elsewhere)
    managed = ManagingAssignment.objects.get(establishment=organisations.lanh, valid_to=None)
    assert (managed.agency, managed.reason) == (organisations.elsewhere, GROUND)
    assert Agency.objects.get(pk=organisations.commune.pk).valid_to == local_date(make.AT)
    lanh = Establishment.objects.get(pk=organisations.lanh.pk)
    assert (lanh.unit, lanh.unit_path) == (elsewhere, elsewhere.unit_path)


def test_the_account_of_an_agency_that_ended_ends(mai: Actor, hanh: Actor, people: Any, communes: Any) -> None:
    merge(mai, communes[:1], communes[1])
    account = Account.objects.get(pk=people["hanh"].account_id)
    assert (account.state, account.end_reason) == ("revoked", GROUND)
    assert not actor_of(memberships().select_related("user").get(pk=people["hanh"].pk)).holds(Permission.DOSSIER_READ)


def test_and_with_it_what_its_people_hold_in_hand(mai: Actor, hanh: Actor, communes: Any) -> None:
    key = make_client(actor=hanh, name="Kho", verbs=[str(Permission.PRODUCT_READ)], days=30, at=make.AT).client
    merge(mai, communes[:1], communes[1])
    key.refresh_from_db()
    assert key.revoked_at == make.AT


def test_without_an_agency_to_take_over_nothing_happens(mai: Actor, organisations: Any, communes: Any) -> None:
    Agency.objects.filter(pk=organisations.elsewhere.pk).update(valid_to=local_date(make.AT))
    with pytest.raises(RuleBroken, match="Trước hết"):
        merge(mai, communes[:1], communes[1])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ground": " "}, "ground_missing"),
        ({"on": local_date(make.AT) + timedelta(days=1)}, "merger_in_future"),
        ({"on": local_date(make.AT) - timedelta(days=9000)}, "unit_not_in_force"),
    ],
)
def test_what_is_no_merger_is_refused(mai: Actor, communes: Any, change: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        merge(mai, communes[:1], communes[1], **change)
    assert refused.value.code == code


def test_a_unit_becomes_no_part_of_itself_nor_twice_of_another(mai: Actor, organisations: Any, communes: Any) -> None:
    with pytest.raises(RuleBroken):
        merge(mai, communes[:1], communes[0])
    merge(mai, communes[:1], communes[1])
    with pytest.raises(RuleBroken):
        merge(mai, communes[:1], communes[1])


def test_units_are_the_operators(hanh: Actor, communes: Any) -> None:
    with pytest.raises(NotThere):
        merge(hanh, communes[:1], communes[1])
