"""What phones and the store ask for to install the app under the province's name (CB-06, CT-09)."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from txng import provinces
from txng.resolver import phone_app

FINGERPRINT = ":".join(["AB"] * 32)


def test_the_manifest_bears_the_provinces_name_and_colour(client: Client) -> None:
    told = json.loads(client.get("/quet/ung-dung.webmanifest").content)

    assert told["name"] == provinces.current().identity.app_name
    assert told["theme_color"] == provinces.current().theme.brand
    assert len(told["short_name"]) <= phone_app.SHORT_NAME
    assert (told["start_url"], told["scope"]) == ("/quet", "/")
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    for icon in told["icons"]:
        picture = Image.open(io.BytesIO(client.get(icon["src"]).content))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]


def test_the_diary_and_the_scanner_are_two_apps(client: Client) -> None:
    scanner, diary = (json.loads(client.get(f"{home}ung-dung.webmanifest").content) for home in ("/quet/", "/nhat-ky/"))

    assert scanner["start_url"] != diary["start_url"]
    assert diary["scope"] == "/nhat-ky/"


def test_a_maskable_icon_keeps_its_mark_in_the_middle_circle() -> None:
    picture = Image.open(io.BytesIO(phone_app.icon(512, "maskable"))).convert("RGB")
    brand = tuple(int(provinces.current().theme.brand[at : at + 2], 16) for at in (1, 3, 5))

    assert all(picture.getpixel(corner) == brand for corner in ((0, 0), (511, 0), (0, 511), (511, 511)))
    light = [(x, y) for x in range(0, 512, 4) for y in range(0, 512, 4) if picture.getpixel((x, y)) == (255, 255, 255)]
    assert light
    assert max((x - 256) ** 2 + (y - 256) ** 2 for x, y in light) <= (0.4 * 512) ** 2


def test_the_worker_keeps_the_page_and_never_an_answer(client: Client) -> None:
    response = client.get("/quet/sw.js")
    kept = json.loads(response.content.decode().split("const KEPT = ", 1)[1].split(";\n", 1)[0])

    assert response["Service-Worker-Allowed"] == "/quet"
    assert kept["page"] == "/quet"
    assert not [
        url for url in (*kept["files"], *kept["later"]) if not url.startswith(("/tinh/", "/static/", "/giao-dien"))
    ]
    assert any("zxing_reader" in url for url in kept["later"])


def test_only_pages_with_a_camera_may_run_the_reader(client: Client) -> None:
    assert "'wasm-unsafe-eval'" in client.get("/quet")["Content-Security-Policy"]
    assert "wasm" not in client.get("/huong-dan/")["Content-Security-Policy"]
    assert "unsafe-inline" not in client.get("/quet")["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("set_to", "known"),
    [((), []), (("khong-phai",), []), ((FINGERPRINT, "khong-phai"), [FINGERPRINT])],
    ids=["not yet published", "a slip of the pen", "published"],
)
def test_asset_links_name_the_published_app_alone(client: Client, settings: Any, set_to: Any, known: Any) -> None:
    settings.ANDROID_FINGERPRINTS = set_to
    told = client.get("/.well-known/assetlinks.json").json()

    assert [one["target"]["sha256_cert_fingerprints"] for one in told] == ([known] if known else [])
    if told:
        assert told[0]["target"]["package_name"] == "vn.gov.cantho.check"
