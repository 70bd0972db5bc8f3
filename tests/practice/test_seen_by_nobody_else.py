"""What the parts of the producer's workspace ask across establishments: never of what is only practised, nor from there."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from tests.cast import sign_in
from tests.practice.test_never_public import TABLE
from tests.production.handing.kit import of
from tests.production.plausibility.diaries import Photo, draw
from tests.production.process.kit import sample
from txng.access import Actor
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.files.intake import store_bytes
from txng.production import actions, boundaries, urls
from txng.production.models import Boundary, DiaryEntry, Handover, Lot, Site
from txng.production.plausibility import flags_of
from txng.production.practice import _in
from txng.production.process import library
from txng.registry import actions as registry
from txng.registry.models import Establishment

pytestmark = pytest.mark.django_db
FIELD = {
    "type": "Polygon",
    "coordinates": [[[105.7301, 10.0301], [105.7311, 10.0301], [105.7311, 10.0311], [105.7301, 10.0301]]],
}


@pytest.fixture
def practice(lanh: Actor) -> Establishment:
    return registry.open_practice(actor=lanh, at=make.AT)


@pytest.fixture
def trainee(practice: Establishment) -> Actor:
    from txng.ledger.models import Entry

    return _in(practice, Entry.objects.filter(establishment_id=practice.pk).order_by("id")[0])


def own_site(establishment: Any) -> Site:
    return Site.objects.filter(establishment=establishment, kind="plot").order_by("id")[0]


def bounds() -> tuple[float, float, float, float]:
    return (105.73, 10.03, 105.732, 10.032)


def boundary(site: Site, *confirmed: str) -> Boundary:
    west, south, east, north = bounds()
    row = Boundary(
        establishment=site.establishment, site=site, geometry=FIELD, west=west, south=south, east=east, north=north,
        source="typed", drawn_at=make.AT, drawn_by="", confirmed=[{"code": code} for code in confirmed],
    )  # fmt: skip
    row.stand_with(site)
    row.save()
    return row


def test_a_field_drawn_in_practice_is_nobodys_neighbour(practice: Establishment, organisations: Any) -> None:
    from shapely.geometry import shape

    tried, real = boundary(own_site(practice)), boundary(make.site(organisations.khai, "Vườn ông Khải"))
    assert list(boundaries.meeting(bounds())) == [real]
    drawn = shape(FIELD)
    seen = boundaries.neighbours(drawn, establishment_id=organisations.lanh.pk)
    assert [one.id for one in seen] == [real.site_id]
    alone = boundaries.neighbours(drawn, establishment_id=practice.pk, practice=True)
    assert [one.id for one in alone] == [tried.site_id], "who practises draws the field it really has"


def test_no_officer_is_told_that_something_lies_over_it(
    practice: Establishment, organisations: Any, mai: Actor
) -> None:
    boundary(own_site(practice))
    over = boundary(make.site(organisations.khai, "Vườn ông Khải"), "overlap_other")
    kept = boundaries.kept_over_others(mai)
    assert list(kept) == [over] and boundaries.overlaps(mai, kept) == []


def test_nothing_is_handed_over_in_practice(
    practice: Establishment, trainee: Actor, organisations: Any, lanh: Actor, khai: Actor
) -> None:
    tried = Lot.objects.get(establishment=practice)
    farm, shop = of(organisations.lanh, lanh, "Sầu riêng Ri6"), of(organisations.khai, khai, "Sầu riêng tuyển")
    said = {"quantity": Decimal(1), "quantity_unit": "kg", "sent_on": make.TODAY, "at": make.AT}
    with pytest.raises(RuleBroken) as refused:
        actions.offer_goods(actor=trainee, lot_id=tried.pk, to_code=shop.site.site_code, **said)
    assert refused.value.code == "practice"
    with pytest.raises(RuleBroken) as refused:
        actions.offer_goods(actor=lanh, lot_id=farm.lot(50).pk, to_code=own_site(practice).site_code, **said)
    assert refused.value.code == "practice"
    with pytest.raises(NotThere):  # of somebody else's practice there is no place
        actions.offer_goods(actor=khai, lot_id=shop.lot(50).pk, to_code=own_site(practice).site_code, **said)
    assert not Handover.objects.exists()


def test_its_code_opens_nothing_for_others(
    practice: Establishment, lanh_client: Client, people: Any, client: Client
) -> None:
    path = reverse("give-to", args=[own_site(practice).site_code])
    page = lanh_client.get(path)
    assert "không giao nhận hàng" in page.content.decode() and b"<form" not in page.content.split(b"<main")[1]
    sign_in(client, people["khai"].user)
    assert client.get(path).status_code == 404


def shown(lot: Lot, photo: Any, days: int) -> DiaryEntry:
    entry = make.diary(lot, "weed", make.TODAY - timedelta(days=days))
    entry.pk, entry.client_id, entry.photo = None, photo.pk, photo
    entry.recorded_at = make.AT - timedelta(days=days)
    return DiaryEntry.objects.bulk_create([entry])[0]


def test_a_photo_tried_out_in_practice_is_no_photo_of_anybody(practice: Establishment, organisations: Any) -> None:
    """And the other way: who practises with real photos is not told that they are known."""
    tried = Lot.objects.get(establishment=practice)
    hers, his = make.lot(make.product(organisations.lanh)), make.lot(make.product(organisations.khai))
    shown(tried, store_bytes(draw(Photo(9, 9)), name="a.jpg"), 6)
    shown(hers, store_bytes(draw(Photo(9, 9, quality=60)), name="b.jpg"), 5)
    assert flags_of(hers) == []
    shown(his, store_bytes(draw(Photo(4, 4)), name="c.jpg"), 6)
    shown(tried, store_bytes(draw(Photo(4, 4, quality=60)), name="d.jpg"), 5)
    assert [flag.code for flag in flags_of(tried) if flag.code == "photo"] == []


def test_a_department_counts_no_practice_lot_among_those_that_follow(
    practice: Establishment, trainee: Actor, organisations: Any, lanh: Actor
) -> None:
    process, real = sample("sau-rieng"), make.lot(make.product(organisations.lanh))
    for actor, lot in ((trainee, Lot.objects.get(establishment=practice)), (lanh, real)):
        actions.plan_lot(actor=actor, lot_id=lot.pk, template_id=process.pk, at=make.AT)
    assert list(library.following(process)) == [real]


def test_the_crawl_of_never_public_has_every_address_of_production() -> None:
    asked = {name for method, name in TABLE.rows if method == "GET"}
    writing_only = {name for method, name in TABLE.rows if method == "POST"} - asked
    named = {pattern.name for pattern in urls.urlpatterns}
    assert len(named) > 70 and named - writing_only <= asked
