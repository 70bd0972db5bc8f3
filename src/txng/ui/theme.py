"""The province's colours as a style sheet: data of the profile, so no file of ours names a province."""

from __future__ import annotations

import hashlib
import re

from txng import provinces

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_NAMES = ("brand", "brand_strong", "brand_soft", "on_brand")


def style_sheet() -> str:
    """Unlayered and after our own sheets, so that a province may recolour but not rearrange."""
    theme = provinces.current().theme
    pairs = ((name.replace("_", "-"), str(getattr(theme, name))) for name in _NAMES)
    # A profile is checked when it is read; this is the last wall before a style sheet.
    return ":root{" + "".join(f"--{name}:{value};" for name, value in pairs if _COLOUR.fullmatch(value)) + "}\n"


def fingerprint() -> str:
    return hashlib.sha256(style_sheet().encode()).hexdigest()[:12]
