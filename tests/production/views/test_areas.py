"""The pages of a place, as a browser without scripts sees them."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import make
from tests.production.actions.test_boundaries import code, square
from tests.production.views.test_lots import boxes, text
from txng.access import Actor
from txng.production.actions import add_site, draw_boundary
from txng.production.geometry.reading import as_points
from txng.production.models import AreaCode, Boundary, Site

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]


@pytest.fixture
def garden(organisations: Any) -> Site:
    return make.site(organisations.lanh)


def page_of(site: Site) -> str:
    return reverse("site-detail", args=[site.pk])


def send(client: Client, site: Site, **fields: Any) -> Any:
    return client.post(reverse("site-boundary", args=[site.pk]), {"client_id": make.client_id(), **fields})


def test_corners_are_typed_and_the_place_shows_its_map(lanh_client: Client, garden: Site) -> None:
    points = as_points(square(garden))
    answer = send(lanh_client, garden, points=points)
    assert answer.url == page_of(garden)
    drawn = Boundary.objects.get()
    assert (drawn.source, drawn.site) == ("typed", garden)
    page = text(lanh_client.get(page_of(garden)))
    assert "1,21\N{NO-BREAK SPACE}ha" in page
    assert page.count('class="plot-mine"') == 2, "the plot on its map, a point on that of the commune"
    assert re.search(r'class="plot-mine" fill-rule="evenodd" d="M[\d. L]+Z"', page)
    assert "không phải mã GLN" in page and garden.site_code in page
    again = text(lanh_client.get(reverse("site-boundary", args=[garden.pk])))
    assert points.splitlines()[2] in again, "the kept corners can be typed over"


def test_what_was_typed_is_kept_beside_the_refusal(lanh_client: Client, garden: Site) -> None:
    lines = as_points(square(garden)).splitlines()
    crossed = "\n".join([lines[0], lines[2], lines[1], lines[3]])
    answer = send(lanh_client, garden, points=crossed)
    assert answer.status_code == 422
    assert "Ranh giới tự cắt nhau" in text(answer) and lines[2] in text(answer)
    assert not Boundary.objects.exists()


def upload(content: str | bytes, name: str = "vuon.geojson") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def kml(ring: list[list[float]]) -> str:
    points = " ".join(f"{x},{y},0" for x, y in ring)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark>'
        f"<name>Vườn</name><Polygon><outerBoundaryIs><LinearRing><coordinates>{points}</coordinates></LinearRing>"
        "</outerBoundaryIs></Polygon></Placemark></Document></kml>"
    )


@pytest.mark.parametrize("kind", ["geojson", "kml"])
def test_a_file_of_a_map_program(lanh_client: Client, garden: Site, kind: str) -> None:
    geometry = square(garden)
    content = json.dumps(geometry) if kind == "geojson" else kml(geometry["coordinates"][0])
    assert send(lanh_client, garden, file=upload(content, f"vuon.{kind}")).url == page_of(garden)
    assert Boundary.objects.get().source == "file"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        ('{"type":"Polygon","coordinates":[[[NaN,10],[105,10],[105,11],[NaN,10]]]}', "a.json", "không phải là số"),
        ('{"type":"FeatureCollection","features":[]}', "a.geojson", "không có hình"),
        ("<kml><!DOCTYPE x></kml>", "a.kml", "Không đọc được tệp"),
        ('<!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]><kml>&a;</kml>', "a.kml", "Không đọc được tệp"),
        ("{" * 50_000, "a.geojson", "Không đọc được tệp"),
        (b"\xff\xfe\x00", "a.geojson", "Không đọc được tệp"),
        ('{"type":"LineString","coordinates":[[105,10],[106,10]]}', "a.geojson", "Đây là một đường"),
        ('{"type":"Polygon","coordinates":[[[10.0,105.6],[10.1,105.6],[10.1,105.7],[10.0,105.6]]]}', "a.geojson", "đổi chỗ"),
        ('{"type":"Polygon","coordinates":[[[580000,1100000],[580100,1100000],[580100,1100100],[580000,1100000]]]}', "a.geojson", "VN-2000"),
        (" " * 5_300_000 + "{}", "a.geojson", "5 MB"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_boundary(lanh_client: Client, garden: Site, content: Any, name: str, words: str) -> None:
    answer = send(lanh_client, garden, file=upload(content, name))
    assert answer.status_code == 422
    assert words in text(answer).replace("\N{NO-BREAK SPACE}", " ")
    assert not Boundary.objects.exists()


@pytest.mark.parametrize("way", ["typed", "file"])
def test_a_doubt_is_shown_and_confirmed(lanh: Actor, lanh_client: Client, garden: Site, at: Any, way: str) -> None:
    draw_boundary(actor=lanh, site_id=garden.pk, geometry=square(garden), source="typed", at=at)
    other = make.site(garden.establishment, "Vườn 2")
    geometry = square(garden, east=0.0005)
    sent = {"points": as_points(geometry)} if way == "typed" else {"file": upload(json.dumps(geometry))}
    answer = send(lanh_client, other, **sent)
    page = text(answer)
    assert answer.status_code == 422 and "Nằm chồng lên “Vườn 1”" in page
    hidden = dict(
        re.findall(r'<input type="hidden" name="(client_id|source|accuracy|kept|confirmed)" value="([^"]*)"', page)
    )
    points = re.search(r'<textarea name="points" hidden>([^<]*)', page)
    assert points is not None
    answer = lanh_client.post(
        reverse("site-boundary", args=[other.pk]),
        {**{name: value.replace("&quot;", '"') for name, value in hidden.items()}, "points": points[1]},
    )
    assert answer.url == page_of(other)
    kept = Boundary.objects.get(site=other)
    assert (kept.source, kept.confirmed[0]["code"]) == (way, "overlap_own")
    assert "Nằm chồng lên “Vườn 1”" in text(lanh_client.get(page_of(other)))


@pytest.mark.parametrize("junk", ["[", "{}", "[[]]", "9" * 3000, '"a"'])
def test_junk_in_the_hidden_boxes_is_a_wrong_form(lanh_client: Client, garden: Site, junk: str) -> None:
    for field in ("kept", "confirmed", "accuracy"):
        answer = send(lanh_client, garden, points="10; 105", source="walked", **{field: junk})
        assert answer.status_code == 422


def test_a_walk_keeps_how_well_the_phone_knew_its_place(lanh_client: Client, garden: Site) -> None:
    answer = send(lanh_client, garden, points=as_points(square(garden)), source="walked", accuracy="6.5")
    assert answer.status_code == 422 and "Đường đi kết thúc cách" in text(answer)
    around = square(garden)["coordinates"][0]
    walked = "\n".join(f"{y}; {x}" for x, y in [*around[:-1], [around[0][0] + 1e-5, around[0][1]]])
    assert send(lanh_client, garden, points=walked, source="walked", accuracy="6.5").status_code == 302
    assert (Boundary.objects.get().source, Boundary.objects.get().accuracy_m) == ("walked", 6.5)


def test_the_ground_of_the_map_is_our_own(lanh: Actor, lanh_client: Client, garden: Site, at: Any) -> None:
    other = make.site(garden.establishment, "Vườn 2")
    draw_boundary(actor=lanh, site_id=other.pk, geometry=square(garden), source="typed", at=at)
    found = lanh_client.get(reverse("site-map", args=[garden.pk])).json()
    looks = [(one["properties"]["look"], one["properties"]["name"]) for one in found["features"]]
    assert ("home", garden.unit.name) in looks and ("site", "Vườn 2") in looks
    assert len([look for look, _ in looks if look == "commune"]) >= 3
    page = text(lanh_client.get(reverse("site-boundary", args=[garden.pk])))
    assert not re.findall(r'(?:src|href)="https?://', page) and "<script>" not in page


def test_others_places_are_not_on_anybodys_map(
    lanh: Actor, khai_client: Client, garden: Site, organisations: Any, at: Any
) -> None:
    draw_boundary(actor=lanh, site_id=garden.pk, geometry=square(garden), source="typed", at=at)
    his = make.site(organisations.khai, "Vườn của Khải")
    Site.objects.filter(pk=his.pk).update(unit=garden.unit)
    assert garden.name not in text(khai_client.get(reverse("site-map", args=[his.pk])))
    doubtful = text(send(khai_client, his, points=as_points(square(garden, east=0.0005))))
    assert "một nơi của cơ sở khác" in doubtful and garden.name not in doubtful


def test_the_officer_sees_whose_land_lies_over_whose(
    lanh: Actor, khai: Actor, hanh_client: Client, mai_client: Client, garden: Site, organisations: Any, at: Any
) -> None:
    assert "chồng lên" not in text(mai_client.get(reverse("my-work")))
    draw_boundary(actor=lanh, site_id=garden.pk, geometry=square(garden), source="typed", at=at)
    his = make.site(organisations.khai, "Vườn của Khải")
    over = {"site_id": his.pk, "geometry": square(garden, east=0.0005), "source": "typed", "at": at}
    keys = [f"overlap_other:{garden.pk}", f"outside_unit:{garden.unit.code}"]
    draw_boundary(actor=khai, **over, confirmed=keys)
    assert reverse("overlap-list") in text(mai_client.get(reverse("my-work")))
    page = text(mai_client.get(reverse("overlap-list")))
    assert organisations.khai.name in page and f"{organisations.lanh.name}: {garden.name}" in page
    of_another_commune = text(hanh_client.get(reverse("overlap-list")))
    assert organisations.khai.name not in of_another_commune, "it stands where ông Khải's establishment does"


def test_the_sign_and_the_paper(lanh: Actor, lanh_client: Client, tu_client: Client, garden: Site, at: Any) -> None:
    draw_boundary(actor=lanh, site_id=garden.pk, geometry=square(garden), source="typed", at=at)
    code(lanh, garden, at)
    sign = text(tu_client.get(reverse("site-sign", args=[garden.pk])))
    assert f"/T/{garden.site_code}" in sign and "<svg" in sign
    paper = text(tu_client.get(page_of(garden) + "?in=1"))
    assert as_points(square(garden)).splitlines()[0] in paper and "VN-CTOR-0123" in paper


def test_codes_from_paper_to_the_end(lanh_client: Client, tu_client: Client, garden: Site) -> None:
    page = reverse("area-code-new", args=[garden.pk])
    sent = {
        "client_id": make.client_id(), "code": "CN-CTOR-0042", "crop": "Sầu riêng", "issuer": "Cục Trồng trọt và BVTV",
        "scheme": "market", "market": "", **boxes("granted_on", make.TODAY - timedelta(days=300)),
        **boxes("valid_to", make.TODAY + timedelta(days=5)),
    }  # fmt: skip
    answer = lanh_client.post(page, sent)
    assert answer.status_code == 422 and "Nhập thị trường" in text(answer)
    assert lanh_client.post(page, {**sent, "market": "Trung Quốc"}).url == page_of(garden)
    granted = AreaCode.objects.get()
    assert "CN-CTOR-0042" in text(tu_client.get(page_of(garden)))
    listed = text(lanh_client.get(reverse("area-code-list")))
    assert "đã hết hạn hoặc sẽ hết hạn trong 60 ngày" in listed and "Trung Quốc" in listed
    change = reverse("area-code-status", args=[granted.pk])
    assert lanh_client.post(change, {"status": "revoked", "reason": ""}).status_code == 422
    assert lanh_client.post(change, {"status": "revoked", "reason": "QĐ 5/BVTV"}).status_code == 302
    assert "Đã thu hồi" in text(lanh_client.get(page_of(garden))) and "QĐ 5/BVTV" in text(
        lanh_client.get(page_of(garden))
    )


def test_the_list_says_what_stands_in_what(lanh: Actor, lanh_client: Client, organisations: Any, at: Any) -> None:
    area = make.site(organisations.lanh, "Vùng Nhơn Ái", kind="area")
    answer = lanh_client.post(
        reverse("site-new"),
        {"client_id": make.client_id(), "kind": "plot", "name": "A đầu tiên", "unit": area.unit.code, "area_unit": "m2", "parent": area.pk},
    )  # fmt: skip
    plot = Site.objects.get(name="A đầu tiên")
    assert (answer.status_code, plot.parent) == (302, area)
    lanh_client.get(reverse("site-list"))  # its own news first
    listed = text(lanh_client.get(reverse("site-list")))
    row = listed[listed.index("A đầu tiên") :]
    assert "Vùng Nhơn Ái" in row[: row.index("</tr>")]
    assert "A đầu tiên" in text(lanh_client.get(page_of(area)))
    shed = add_site(actor=lanh, kind="warehouse", name="Kho", unit=area.unit, at=at)
    assert lanh_client.get(page_of(shed)).url == reverse("workshop-detail", args=[shed.pk])
    assert "Kho" in text(lanh_client.get(reverse("workshop-detail", args=[shed.pk])))


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_costs_the_same_for_one_and_for_four(
    lanh: Actor, lanh_client: Client, garden: Site, at: Any, django_assert_num_queries: Any, count: int
) -> None:
    draw_boundary(actor=lanh, site_id=garden.pk, geometry=square(garden), source="typed", at=at)
    for number in range(count):
        make.site(garden.establishment, f"Vườn {number + 2}")
    lanh_client.get(reverse("site-list"))
    with django_assert_num_queries(LIST_QUERIES):
        lanh_client.get(reverse("site-list"))


LIST_QUERIES = 7
