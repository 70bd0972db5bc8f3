"""A province may choose its colours, but not unreadable ones and not those of a verdict."""

from __future__ import annotations

import pytest

from txng import provinces
from txng.provinces import load
from txng.provinces.identity import Theme
from txng.provinces.theme import contrast, refusals


def theme(brand: str, **other: str) -> Theme:
    return Theme(**{"brand": brand, "brand_strong": "#083B52", "brand_soft": "#E1EEF4", **other})


@pytest.mark.parametrize("province", provinces.ids())
def test_every_shipped_theme_passes(province: str) -> None:
    colours = load(province).theme
    assert refusals(colours) == []
    assert contrast(colours.brand, "#FFFFFF") >= 6.6


@pytest.mark.parametrize("brand", ["#0B4F6C", "#4B3A86", "#1D5C63"])
def test_the_tried_palettes_are_accepted(brand: str) -> None:
    assert refusals(theme(brand)) == []


@pytest.mark.parametrize(
    ("brand", "reason"),
    [
        ("#7A1F2B", "danger"),
        ("#9A3B5B", "danger"),
        ("#1F5A37", "ok"),
        ("#8A4B00", "warn"),
        ("#7FB3D5", "brand on white"),
        ("blue", "not a #RRGGBB colour"),
        ("#0B4F6C;}", "not a #RRGGBB colour"),
    ],
)
def test_a_pale_colour_or_that_of_a_verdict_is_refused(brand: str, reason: str) -> None:
    assert any(reason in refusal for refusal in refusals(theme(brand)))


def test_the_text_on_the_brand_must_be_readable() -> None:
    assert any("on_brand" in refusal for refusal in refusals(theme("#0B4F6C", on_brand="#4A5764")))


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#0B4F6C", "#FFFFFF") == pytest.approx(8.9, abs=0.05)
