"""What somebody may open one by one and what they see in lists are the same rows, of every protected model (G1)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.access.protected import filled, models, rows_of
from txng.access import Actor, Grant, Permission, Scope
from txng.accounts.acting import actor_of

VERB = Permission.PRODUCT_READ


class TestCheckAndList(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.worlds = filled()
        cls.rows = {model: list(rows_of(model)) for model in models()}
        rows = [row for found in cls.rows.values() for row in found]
        cls.paths = sorted({row.unit_path[start:end] for row in rows for start in (0, 3) for end in (3, 7, 40)})
        cls.sectors = sorted({row.sector for row in rows})
        cls.agencies = sorted({row.managing_agency_id for row in rows if row.managing_agency_id})
        cls.establishments = sorted({row.establishment_id for row in rows if row.establishment_id})

    def test_every_protected_model_has_rows_in_every_world(self) -> None:
        assert {model.__name__: rows_of(model).count() for model in models() if rows_of(model).count() < 3} == {}

    @settings(max_examples=60, deadline=None)
    @given(data=st.data())
    def test_of_any_grants(self, data: st.DataObject) -> None:
        scope = st.builds(
            Scope,
            establishment_id=st.none() | st.sampled_from([*self.establishments, 0]),
            unit_path=st.sampled_from(self.paths),
            sectors=st.frozensets(st.sampled_from(self.sectors)),
            managing_agency_id=st.none() | st.sampled_from([*self.agencies, 0]),
        )
        scopes = data.draw(st.lists(scope, max_size=3))
        self._agree(Actor(label="x", grants=tuple(Grant(permission=VERB, scope=one) for one in scopes)), [VERB])

    def test_of_the_people_there_are(self) -> None:
        seats = {
            seat for world in self.worlds.values() for seat in (world.owner, world.worker, world.lead, world.officer)
        }
        for seat in seats:
            self._agree(actor_of(seat), list(Permission))

    def _agree(self, actor: Actor, verbs: list[Permission]) -> None:
        for model, rows in self.rows.items():
            by_reach: dict[str, set[object]] = {}  # many verbs of a seat reach as far: one question for all of them
            for verb in verbs:
                reach = actor.reach(verb)
                if repr(reach) not in by_reach:
                    by_reach[repr(reach)] = set(rows_of(model).filter(reach).values_list("pk", flat=True))
                listed = by_reach[repr(reach)]
                assert listed == {row.pk for row in rows if actor.may(verb, row)}, (model.__name__, verb, actor.grants)
