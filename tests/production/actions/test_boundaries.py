"""bà Lành draws where her gardens lie, and enters the codes they were given."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tests import make
from tests.production.actions.test_lots import refusal_of
from tests.production.geometry.corpus import polygon
from tests.production.lattice import fill
from tests.sizes import WHOLE
from txng.access import Actor
from txng.kernel.errors import NotAllowed, NotThere
from txng.ledger.queries import history_of
from txng.places import outlines
from txng.production import boundaries
from txng.production.actions import add_area_code, add_site, change_area_code_status, draw_boundary
from txng.production.geometry.findings import Unconfirmed
from txng.production.models import AreaCode, Boundary, Site

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
STEP = 0.001  # some 110 m


def square(site: Site, *, east: float = 0, north: float = 0, size: float = STEP) -> dict[str, Any]:
    """In the middle of the commune of the site, or so many degrees beside it."""
    middle = outlines.centre(site.unit.code, site.unit.province_code)
    assert middle is not None
    x, y = middle.x + east, middle.y + north
    return polygon([[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]])


@pytest.fixture
def garden(organisations: Any) -> Site:
    return make.site(organisations.lanh)


def test_a_boundary_is_kept_with_its_area_and_told(lanh: Actor, garden: Site, at: Any) -> None:
    drawn = draw_boundary(actor=lanh, site_id=garden.pk, geometry=square(garden), source="tapped", at=at)
    assert Decimal(12_000) < drawn.area_m2 < Decimal(12_300)
    assert (drawn.west, drawn.north) == pytest.approx((drawn.east - STEP, drawn.south + STEP))
    entry = history_of(drawn).get()
    assert (entry.kind, entry.after["source"]) == ("production.boundary:drawn", "tapped")
    assert entry.before is None


def test_another_boundary_takes_its_place_and_the_old_one_stays(lanh: Actor, garden: Site, at: Any) -> None:
    first = draw_boundary(actor=lanh, site_id=garden.pk, geometry=square(garden), source="typed", at=at)
    second = draw_boundary(
        actor=lanh, site_id=garden.pk, geometry=square(garden, size=0.0012), source="walked", accuracy_m=4, at=at
    )
    assert boundaries.boundary_of(garden) == second
    assert [row.pk for row in boundaries.versions_of(garden)] == [second.pk, first.pk]
    assert history_of(second).get().before["boundary_id"] == first.pk
    with pytest.raises(DatabaseError), transaction.atomic():
        Boundary.objects.filter(pk=first.pk).update(replaced_at=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        Boundary.objects.filter(pk=second.pk).update(area_m2=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        second.delete()


def test_the_same_sending_twice_is_one_boundary(lanh: Actor, garden: Site, at: Any) -> None:
    sent = {"actor": lanh, "site_id": garden.pk, "geometry": square(garden), "source": "walked", "at": at}
    key = uuid4()
    assert draw_boundary(**sent, client_id=key) == draw_boundary(**sent, client_id=key)
    assert Boundary.objects.count() == 1


def test_who_may_not_draw(lanh: Actor, tu: Actor, khai: Actor, garden: Site, at: Any) -> None:
    sent = {"site_id": garden.pk, "geometry": square(garden), "source": "typed", "at": at}
    with pytest.raises(NotThere):
        draw_boundary(actor=khai, **sent)
    with pytest.raises((NotAllowed, NotThere)):
        draw_boundary(actor=tu, **sent)
    with pytest.raises(NotThere):
        draw_boundary(actor=lanh, **{**sent, "site_id": 999_999})
    assert not Boundary.objects.exists()


def test_a_wrong_boundary_changes_nothing(lanh: Actor, garden: Site, at: Any) -> None:
    ring = square(garden)["coordinates"][0]
    bow = polygon([ring[0], ring[2], ring[1], ring[3], ring[0]])
    refusal = refusal_of(lambda: draw_boundary(actor=lanh, site_id=garden.pk, geometry=bow, source="file", at=at))
    assert refusal.code == "self_crossing"
    assert not Boundary.objects.exists()


def test_one_piece_of_land_is_one_place(lanh: Actor, khai: Actor, garden: Site, organisations: Any, at: Any) -> None:
    draw_boundary(actor=lanh, site_id=garden.pk, geometry=square(garden), source="typed", at=at)
    other = make.site(organisations.lanh, "Vườn 2")
    refusal = refusal_of(
        lambda: draw_boundary(actor=lanh, site_id=other.pk, geometry=square(garden), source="typed", at=at)
    )
    assert refusal.code == "same_as_another"
    assert "Vườn 1" in str(refusal)
    his = make.site(organisations.khai, "Vườn của Khải")
    refusal = refusal_of(
        lambda: draw_boundary(actor=khai, site_id=his.pk, geometry=square(garden), source="typed", at=at)
    )
    assert refusal.code == "same_as_another"
    assert "Vườn 1" not in str(refusal)


def doubts_of(call: Any) -> dict[str, str]:
    with pytest.raises(Unconfirmed) as caught:
        call()
    return {doubt.key: doubt.sentence for doubt in caught.value.doubts}


def test_an_overlap_is_told_with_name_and_size_and_kept_when_confirmed(
    lanh: Actor, garden: Site, organisations: Any, at: Any
) -> None:
    draw_boundary(actor=lanh, site_id=garden.pk, geometry=square(garden), source="typed", at=at)
    other = make.site(organisations.lanh, "Vườn 2")
    sent = {"actor": lanh, "site_id": other.pk, "geometry": square(garden, east=STEP / 2), "source": "typed", "at": at}
    told = doubts_of(lambda: draw_boundary(**sent))
    assert list(told) == [f"overlap_own:{garden.pk}"]
    assert "Vườn 1" in told[f"overlap_own:{garden.pk}"] and "50 %" in told[f"overlap_own:{garden.pk}"]
    assert doubts_of(lambda: draw_boundary(**sent, confirmed=["overlap_own:1234567"])) == told
    drawn = draw_boundary(**sent, confirmed=list(told))
    assert [doubt["code"] for doubt in drawn.confirmed] == ["overlap_own"]
    assert history_of(drawn).get().after["confirmed"] == ["overlap_own"]


def test_another_establishment_is_not_named(
    lanh: Actor, khai: Actor, garden: Site, organisations: Any, at: Any
) -> None:
    draw_boundary(actor=lanh, site_id=garden.pk, geometry=square(garden), source="typed", at=at)
    his = make.site(organisations.khai, "Vườn của Khải")
    told = doubts_of(
        lambda: draw_boundary(
            actor=khai, site_id=his.pk, geometry=square(garden, north=STEP * 0.9), source="typed", at=at
        )
    )
    assert set(told) == {f"overlap_other:{garden.pk}", f"outside_unit:{garden.unit.code}"}
    sentence = told[f"overlap_other:{garden.pk}"]
    assert "Vườn 1" not in sentence and "Lành" not in sentence and "10 %" in sentence
    assert garden.unit.name in told[f"outside_unit:{garden.unit.code}"]


def test_neighbours_that_touch_or_overlap_by_a_footstep_are_no_doubt(
    lanh: Actor, garden: Site, organisations: Any, at: Any
) -> None:
    draw_boundary(actor=lanh, site_id=garden.pk, geometry=square(garden), source="typed", at=at)
    other = make.site(organisations.lanh, "Vườn 2")
    drawn = draw_boundary(
        actor=lanh, site_id=other.pk, geometry=square(garden, east=STEP - 2e-6), source="walked", accuracy_m=5, at=at
    )
    assert drawn.confirmed == []


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"typed": Decimal(20_000)}, "area_differs", ("1,21 ha", "2 ha")),
        ({"accuracy_m": 35.0}, "inaccurate", ("35 m",)),
        ({"walk_gap_m": 80.0}, "walk_open", ("80 m",)),
        ({"east": 2.0}, "outside_province", ()),
        ({"gap": 4e-5}, "closed", ()),
    ],
)
def test_what_somebody_should_look_at(
    lanh: Actor, garden: Site, at: Any, change: dict[str, Any], code: str, words: tuple[str, ...]
) -> None:
    Site.objects.filter(pk=garden.pk).update(area_m2=change.pop("typed", None))
    geometry = square(garden, east=change.pop("east", 0))
    geometry["coordinates"][0][-1] = [
        geometry["coordinates"][0][0][0] + change.pop("gap", 0), geometry["coordinates"][0][0][1]
    ]  # fmt: skip
    told = doubts_of(
        lambda: draw_boundary(actor=lanh, site_id=garden.pk, geometry=geometry, source="file", at=at, **change)
    )
    assert list(told) == [code]
    assert all(word in told[code].replace("\N{NO-BREAK SPACE}", " ") for word in words)


def test_what_stands_in_another_place_lies_over_it_by_nature(lanh: Actor, organisations: Any, at: Any) -> None:
    area = make.site(organisations.lanh, "Vùng trồng", kind="area")
    plot = add_site(actor=lanh, kind="plot", name="Thửa 1", unit=area.unit, parent_id=area.pk, at=at)
    draw_boundary(actor=lanh, site_id=area.pk, geometry=square(area, size=0.003), source="typed", at=at)
    inside = draw_boundary(actor=lanh, site_id=plot.pk, geometry=square(area), source="typed", at=at)
    assert inside.confirmed == []
    told = doubts_of(
        lambda: draw_boundary(actor=lanh, site_id=plot.pk, geometry=square(area, east=0.0025), source="typed", at=at)
    )
    assert list(told) == [f"outside_parent:{area.pk}"]
    assert "Vùng trồng" in told[f"outside_parent:{area.pk}"]


# the index


def test_neighbours_among_very_many_are_found_by_the_index(lanh: Actor, garden: Site, at: Any) -> None:
    drawn = draw_boundary(actor=lanh, site_id=garden.pk, geometry=square(garden), source="typed", at=at)
    fill(garden, 50_000 if WHOLE else 5_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE production_boundary")
    found = boundaries.meeting((drawn.west, drawn.south, drawn.east, drawn.north))
    assert "boundary_box" in found.explain()
    assert found.filter(site=garden).exists()


# the tree


def test_what_may_stand_where(lanh: Actor, organisations: Any, at: Any) -> None:
    unit = organisations.lanh.unit
    area = add_site(actor=lanh, kind="area", name="Vùng Nhơn Ái", unit=unit, at=at)
    zone = add_site(actor=lanh, kind="zone", name="Khu A", unit=unit, parent_id=area.pk, at=at)
    plot = add_site(actor=lanh, kind="plot", name="Thửa 1", unit=unit, parent_id=zone.pk, at=at)
    shed = add_site(actor=lanh, kind="warehouse", name="Kho", unit=unit, at=at)
    for kind, parent in (("area", plot), ("plot", plot), ("plot", shed), ("section", area)):
        refusal = refusal_of(
            lambda kind=kind, parent=parent: add_site(
                actor=lanh, kind=kind, name="Chỗ khác", unit=unit, parent_id=parent.pk, at=at
            )
        )
        assert refusal.code == "parent"


def test_a_parent_is_ones_own(lanh: Actor, organisations: Any, at: Any) -> None:
    his = make.site(organisations.khai, "Vùng của Khải", kind="area")
    unit = organisations.lanh.unit
    with pytest.raises(NotThere):
        add_site(actor=lanh, kind="plot", name="Thửa", unit=unit, parent_id=his.pk, at=at)


def test_the_database_knows_no_circle(organisations: Any) -> None:
    area = make.site(organisations.lanh, "Vùng", kind="area")
    zone = make.site(organisations.lanh, "Khu", kind="zone")
    Site.objects.filter(pk=zone.pk).update(parent=area)
    with pytest.raises(DatabaseError, match="stands in itself"), transaction.atomic():
        Site.objects.filter(pk=area.pk).update(parent=zone)
    with pytest.raises(DatabaseError, match="stands in itself"), transaction.atomic():
        Site.objects.filter(pk=area.pk).update(parent=area)


# codes


def code(by: Actor, site: Site, at: Any, **fields: Any) -> AreaCode:
    return add_area_code(
        actor=by,
        site_id=site.pk,
        at=at,
        **{
            "code": "VN-CTOR-0123", "scheme": "market", "market": "Trung Quốc", "crop": "Sầu riêng",
            "granted_on": TODAY - timedelta(days=100), "issuer": "Cục Trồng trọt và Bảo vệ thực vật", **fields,
        },
    )  # fmt: skip


def test_goods_go_to_a_market_only_with_a_code_for_it(lanh: Actor, garden: Site, at: Any) -> None:
    def problem(market: str = "Trung Quốc", days: int = 0) -> str | None:
        return boundaries.area_code_problem(garden, market, TODAY + timedelta(days=days))

    assert problem("") is None
    assert "Trung Quốc" in (problem() or "")
    granted = code(lanh, garden, at, valid_to=TODAY + timedelta(days=30))
    assert problem() is None and problem("trung quốc ") is None
    assert "Hoa Kỳ" in (problem("Hoa Kỳ") or "")
    assert "VN-CTOR-0123" in (problem(days=31) or "") and "VN-CTOR-0123" in (problem(days=-101) or "")
    change_area_code_status(actor=lanh, code_id=granted.pk, status="suspended", reason="Thông báo 12/BVTV", at=at)
    assert "VN-CTOR-0123" in (problem() or "")
    change_area_code_status(actor=lanh, code_id=granted.pk, status="active", reason="Thông báo 15/BVTV", at=at)
    assert problem() is None
    assert [entry.after for entry in history_of(granted).order_by("id")][1:] == [
        {"status": "suspended"}, {"status": "active"},
    ]  # fmt: skip


def test_a_code_of_an_area_covers_the_plots_in_it(lanh: Actor, organisations: Any, at: Any) -> None:
    area = make.site(organisations.lanh, "Vùng", kind="area")
    plot = add_site(actor=lanh, kind="plot", name="Thửa 1", unit=area.unit, parent_id=area.pk, at=at)
    code(lanh, area, at)
    assert boundaries.area_code_problem(plot, "Trung Quốc", TODAY) is None


def test_a_revoked_code_stays_revoked(lanh: Actor, garden: Site, at: Any) -> None:
    granted = code(lanh, garden, at)
    refusal = refusal_of(
        lambda: change_area_code_status(actor=lanh, code_id=granted.pk, status="revoked", reason=" ", at=at)
    )
    assert refusal.code == "reason_missing"
    change_area_code_status(actor=lanh, code_id=granted.pk, status="revoked", reason="QĐ 5/BVTV", at=at)
    refusal = refusal_of(
        lambda: change_area_code_status(actor=lanh, code_id=granted.pk, status="active", reason="Thôi", at=at)
    )
    assert refusal.code == "revoked"
    with pytest.raises(DatabaseError), transaction.atomic():
        AreaCode.objects.filter(pk=granted.pk).update(status="active")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"code": " "}, "code_missing"),
        ({"scheme": "world"}, "scheme"),
        ({"market": ""}, "market_missing"),
        ({"valid_to": TODAY - timedelta(days=200)}, "valid_to"),
        ({"market": "trung quốc"}, "code_taken"),
    ],
)
def test_a_code_as_no_paper_says(lanh: Actor, garden: Site, at: Any, fields: dict[str, Any], wrong: str) -> None:
    code(lanh, garden, at)
    assert refusal_of(lambda: code(lanh, garden, at, **fields)).code == wrong
    assert AreaCode.objects.count() == 1


def test_which_codes_run_out(lanh: Actor, khai: Actor, garden: Site, at: Any) -> None:
    soon = code(lanh, garden, at, valid_to=TODAY + timedelta(days=20))
    code(lanh, garden, at, code="CT-02", scheme="domestic", market="")
    over = code(lanh, garden, at, code="CT-03", valid_to=TODAY - timedelta(days=2))
    found = boundaries.running_out(boundaries.area_codes_of(lanh), TODAY)
    assert list(found) == [over, soon]
    assert [boundaries.state_of(one, TODAY) for one in found] == ["over", "soon"]
    assert not boundaries.area_codes_of(khai).exists()


def test_others_codes_are_not_there(lanh: Actor, khai: Actor, tu: Actor, garden: Site, at: Any) -> None:
    granted = code(lanh, garden, at)
    with pytest.raises(NotThere):
        change_area_code_status(actor=khai, code_id=granted.pk, status="revoked", reason="x", at=at)
    with pytest.raises(NotAllowed):
        change_area_code_status(actor=tu, code_id=granted.pk, status="revoked", reason="x", at=at)
    with pytest.raises(NotThere):
        code(khai, garden, at)
