"""Which colours a province may wear: readable, and never to be taken for a verdict."""

from __future__ import annotations

import colorsys
import re

from txng.provinces.identity import Theme

WHITE = "#FFFFFF"
# The verdict colours of the design tokens: a brand near one of them would look like an answer to a scan.
VERDICTS = {"ok": "#11673A", "warn": "#8A4B00", "danger": "#B01E17"}
READABLE = 4.5  # WCAG 2.2 AA for text
NEAR_HUE = 25.0
NEAR_LIGHTNESS = 0.25
GREY = 0.12  # below this saturation a colour has no hue to mistake

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two #RRGGBB colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def refusals(theme: Theme) -> list[str]:
    """Why these colours may not be used; an empty list lets them through."""
    for name in ("brand", "brand_strong", "brand_soft", "on_brand"):
        if not _HEX.fullmatch(getattr(theme, name)):
            return [f"{name} is not a #RRGGBB colour"]
    reasons = []
    if contrast(theme.brand, WHITE) < READABLE:
        reasons.append(f"brand on white has {contrast(theme.brand, WHITE):.1f}:1, needs {READABLE}:1")
    if contrast(theme.on_brand, theme.brand) < READABLE:
        reasons.append(f"on_brand on brand has {contrast(theme.on_brand, theme.brand):.1f}:1, needs {READABLE}:1")
    if contrast(theme.brand_strong, theme.brand_soft) < READABLE:
        reasons.append("brand_strong on brand_soft is not readable")
    reasons.extend(f"brand looks like the verdict colour {name}" for name in VERDICTS if _looks_like(theme.brand, name))
    return reasons


def _looks_like(colour: str, verdict: str) -> bool:
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    other_hue, other_lightness, _ = colorsys.rgb_to_hls(*_channels(VERDICTS[verdict]))
    if saturation < GREY:
        return False
    apart = abs(hue - other_hue) * 360
    return min(apart, 360 - apart) <= NEAR_HUE and abs(lightness - other_lightness) <= NEAR_LIGHTNESS


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
