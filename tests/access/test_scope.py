"""`covers` and `as_q` are one rule said twice; here they are asked the same questions (architecture 3.7)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests import make
from txng.access import Actor, Grant, Permission, Scope
from txng.kernel.errors import NotAllowed, NotThere
from txng.registry.models import Agency, Establishment

PATHS = ["92.", "92.31299.", "92.31288.", "4.01477.", ""]
SECTORS = ["agriculture", "industry_trade", "health"]

scopes = st.builds(
    Scope,
    establishment_id=st.none() | st.integers(1, 3),
    unit_path=st.sampled_from(PATHS),
    sectors=st.frozensets(st.sampled_from(SECTORS)),
    managing_agency_id=st.none() | st.integers(1, 3),
)


class TestScopeSaidTwice(TestCase):
    @settings(max_examples=200, deadline=None)
    @given(
        scope=scopes,
        path=st.sampled_from(PATHS[:-1]),
        sector=st.sampled_from(SECTORS),
        agency=st.none() | st.integers(1, 3),
        establishment_id=st.integers(1, 3),
    )
    def test_asking_about_one_and_listing_all_agree(
        self, scope: Scope, path: str, sector: str, agency: int | None, establishment_id: int
    ) -> None:
        from txng.production.models import Partner

        place, _ = Agency.objects.get_or_create(
            kind="commune",
            name="UBND xã",
            defaults={
                "short_name": "xã",
                "unit": make.unit(),
                "unit_path": "92.31299.",
                "valid_from": make.TODAY,
            },
        )
        establishment = Establishment.objects.filter(pk=establishment_id).first() or make.establishment(
            agency=place, pk=establishment_id
        )
        partner = Partner.objects.create(
            establishment=establishment,
            kind="customer",
            name="x",
            unit_path=path,
            sector=sector,
            managing_agency_id=agency,
        )

        assert scope.covers(partner) == Partner.objects.filter(scope.as_q(), pk=partner.pk).exists()


class Thing:
    establishment_id = 7
    unit_path = "92.31299."
    sector = "agriculture"
    managing_agency_id = 3


def actor(*permissions: Permission, scope: Scope | None = None) -> Actor:
    return Actor(label="x", grants=tuple(Grant(permission=p, scope=scope or Scope()) for p in permissions))


def test_a_verb_over_the_thing_is_let_through() -> None:
    actor(Permission.CHANGE_DECIDE, scope=Scope(unit_path="92.31299.")).require(Permission.CHANGE_DECIDE, Thing())


def test_a_thing_out_of_reach_is_as_if_it_were_not_there() -> None:
    with pytest.raises(NotThere):
        actor(Permission.CHANGE_DECIDE, scope=Scope(unit_path="92.31288.")).require(Permission.CHANGE_DECIDE, Thing())


def test_a_missing_verb_on_a_visible_thing_is_told() -> None:
    with pytest.raises(NotAllowed):
        actor(Permission.PRODUCT_READ).require(Permission.CHANGE_DECIDE, Thing())


def test_a_neighbouring_commune_whose_code_begins_alike_is_not_covered() -> None:
    assert not Scope(unit_path="92.3129.").covers(Thing())
