"""The vendored bytes, the colours, and what the style sheets ask for."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import pytest
from django.test import RequestFactory

import txng.ui
from txng import provinces
from txng.provinces.theme import contrast
from txng.ui import samples, theme, views

STATIC = Path(txng.ui.__path__[0]) / "static"
MANIFEST = tomllib.loads((STATIC / "ui" / "vendor" / "manifest.toml").read_text("utf-8"))
OWN = [STATIC / "ui" / name for name in ("base.css", "parts.css", "public.css", "desk.css", "print.css")]


def tokens() -> dict[str, str]:
    root = (STATIC / "ui" / "base.css").read_text("utf-8").split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6});", root))


@pytest.mark.parametrize("package", MANIFEST["package"], ids=lambda package: package["file"])
def test_vendored_files_are_the_bytes_of_the_manifest(package):
    assert hashlib.sha256((STATIC / package["file"]).read_bytes()).hexdigest() == package["sha256"]
    assert package["version"]
    assert package["licence"] in ("MIT", "OFL-1.1", "BSD-2-Clause")


def test_everything_under_vendor_is_in_the_manifest():
    listed = {package["file"] for package in MANIFEST["package"]} | {
        "ui/vendor/manifest.toml",
        "ui/vendor/LICENCES.txt",
    }
    assert {path.relative_to(STATIC).as_posix() for path in (STATIC / "ui" / "vendor").iterdir()} <= listed


@pytest.mark.parametrize(
    "path", [*OWN, STATIC / "ui/vendor/tabler.min.css", STATIC / "ui/vendor/leaflet.css"], ids=lambda path: path.name
)
def test_style_sheets_ask_only_for_files_that_lie_here(path):
    css = path.read_text("utf-8")
    assert "@import" not in css
    assert "sourceMappingURL" not in css
    assert "data:" not in css
    for asked in re.findall(r"url\([\"']?([^)\"']+)", css):
        assert (path.parent / asked).is_file(), asked


def test_tabler_lies_in_a_layer_below_our_own_rules():
    css = (STATIC / "ui/vendor/tabler.min.css").read_text("utf-8")
    assert re.match(r'@charset "UTF-8";/\*!.*?\*/@layer tabler\{', css, re.DOTALL)


@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("ink", "surface", 7),
        ("ink", "bg", 7),
        ("ink-2", "surface", 4.5),
        ("ink-2", "bg", 4.5),
        ("link", "surface", 4.5),
        ("link", "bg", 4.5),
        ("on-brand", "brand", 4.5),
        ("on-brand", "brand-strong", 4.5),
        ("brand", "brand-soft", 4.5),
        ("ok", "ok-soft", 4.5),
        ("warn", "warn-soft", 4.5),
        ("danger", "danger-soft", 4.5),
        ("info", "info-soft", 4.5),
        ("neutral", "neutral-soft", 4.5),
        ("star", "surface", 4.5),
        ("line-strong", "surface", 3),
        ("focus", "ink", 10),
        ("ok", "surface", 4.5),
        ("warn", "surface", 4.5),
        ("danger", "surface", 4.5),
        ("ink-2", "neutral-soft", 4.5),
        ("ink", "warn-soft", 7),
        ("ink", "danger-soft", 7),
        ("ink-2", "warn-soft", 4.5),
        ("ink-2", "brand-soft", 4.5),
    ],
)
def test_tokens_are_readable_on_each_other(front, back, least):
    colours = tokens()
    assert contrast(colours[front], colours[back]) >= least


@pytest.mark.parametrize("profile", provinces.ids())
def test_the_colours_of_every_province_are_readable_where_we_put_them(profile, settings):
    settings.TXNG_PROVINCE = profile
    own = tokens() | dict(re.findall(r"--([\w-]+):(#[0-9A-Fa-f]{6});", theme.style_sheet()))
    assert contrast(own["on-brand"], own["brand"]) >= 4.5
    assert contrast(own["brand-strong"], own["brand-soft"]) >= 4.5
    assert contrast(own["brand"], own["brand-soft"]) >= 4.5
    assert contrast(own["brand"], own["bg"]) >= 4.5
    assert contrast(own["ink"], own["brand-soft"]) >= 7


def test_the_theme_is_kept_a_year_only_under_its_own_fingerprint():
    ask = RequestFactory().get
    assert "immutable" in views.theme(ask("/giao-dien.css", {"v": theme.fingerprint()}))["Cache-Control"]
    assert "max-age=300" in views.theme(ask("/giao-dien.css", {"v": "old"}))["Cache-Control"]
    response = views.theme(ask("/giao-dien.css"))
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert b"--brand:" in response.content


def test_no_letter_is_forced_into_capitals_or_squeezed():
    for path in OWN:
        css = path.read_text("utf-8")
        assert "text-transform" not in css
        assert not re.search(r"line-height: ?1(\.[0-2])?[;} ]", css.replace("line-height: 1; }", ""))


@pytest.mark.parametrize("number", ["3", "0", "-1", "abc", "\x00", "9" * 40])
def test_the_style_page_bears_any_page_number(number):
    assert samples.desk(number)["page"].number >= 1
