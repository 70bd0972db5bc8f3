"""How goods begin is called what their growers call it (ux.md 5.2): nobody sows ducklings."""

from __future__ import annotations

from typing import Any

import pytest

from tests import make
from txng.production.diary.tiles import tiles_of
from txng.production.work import works_of_nature

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("group", "name", "unit"),
    [("rice", "Gieo trồng", "cây"), ("meat", "Nhập đàn", "con"), ("fish", "Thả giống", "con")],
)
def test_each_nature_has_its_word_on_the_tile_and_in_the_diary(
    group: str, name: str, unit: str, organisations: Any
) -> None:
    lot = make.lot(make.product(organisations.lanh, group=group))
    (tile,) = [tile for tile in tiles_of(lot, make.TODAY) if tile.work.activity == "sow"]
    assert (str(tile.label), tile.quantity_unit) == (name, unit)
    entry = make.diary(lot, "sow", lot.opened_on, what="lứa đầu")
    entry.refresh_from_db()
    assert (entry.get_activity_display(), entry.work) == (name, f"{name}, lứa đầu")


def test_every_nature_has_every_tile_once() -> None:
    for nature in ("crop", "livestock", "aquaculture", "processing", "handicraft", "service", ""):
        found = [work.activity for work in works_of_nature(nature)]
        assert len(found) == len(set(found)), nature
