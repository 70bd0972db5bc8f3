"""The app under the province's name (CB Điều 4: ứng dụng trên điện thoại thông minh; CT-REG Điều 6.3.e): what a phone
or a store asks of us to install it. Names, colours and host are the profile's; nothing here is sent to anybody.
"""

from __future__ import annotations

import io
import re
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

from txng import provinces

BACKGROUND = "#F4F6F7"
SIZES = (192, 512)
SHORT_NAME = 12  # what stands under an icon before phones cut it off
_FINGERPRINT = re.compile(r"(?:[0-9A-F]{2}:){31}[0-9A-F]{2}")


def manifest() -> dict[str, Any]:
    """Its reach is the whole site, so that the answer to a code opens inside the app; the diary is an app of its own
    with the narrower reach /nhat-ky/ (names.md 7.17)."""
    identity, theme = provinces.current().identity, provinces.current().theme
    home = reverse("enter-code")
    return {
        "id": home,
        "name": identity.app_name,
        "short_name": _("Scan codes"),
        "description": identity.shown_system_name,
        "lang": get_language() or "vi",
        "dir": "ltr",
        "start_url": home,
        "scope": "/",
        "display": "standalone",
        "background_color": BACKGROUND,
        "theme_color": theme.brand,
        "categories": ["food", "shopping", "government"],
        "icons": [
            {"src": icon_address(size, purpose), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for purpose in ("any", "maskable")
            for size in SIZES
        ],
    }


def icon_address(size: int, purpose: str) -> str:
    return reverse("scan-icon", kwargs={"size": size, "purpose": purpose})


def icon(size: int, purpose: str) -> bytes:
    return _icon(size, purpose, provinces.current().theme.brand)


@cache
def _icon(size: int, purpose: str, brand: str) -> bytes:
    """The mark of the site: the corners of a viewfinder and a tick. Maskable, it fills the square and keeps to the
    middle circle of 80 %, whatever shape the phone cuts."""
    side = size * 4  # drawn larger: smooth edges
    picture = Image.new("RGBA", (side, side), brand if purpose == "maskable" else (0, 0, 0, 0))
    board = ImageDraw.Draw(picture)
    if purpose != "maskable":
        board.ellipse((0, 0, side - 1, side - 1), fill=brand)
    unit = side / 32 * (0.86 if purpose == "maskable" else 1)
    width = round(2.2 * unit)
    middle = side / 2

    def at(x: float, y: float) -> tuple[float, float]:
        return middle + (x - 16) * unit, middle + (y - 16) * unit

    for points in (
        *([at(x, 12), at(x, 8.4), at(x + dx, 8.4)] for x, dx in ((8.4, 3.6), (23.6, -3.6))),
        *([at(x, 20), at(x, 23.6), at(x + dx, 23.6)] for x, dx in ((8.4, 3.6), (23.6, -3.6))),
        [at(11.5, 16.3), at(14.7, 19.5), at(20.7, 13)],
    ):
        board.line(points, fill="#FFFFFF", width=width, joint="curve")
        for x, y in points:  # round ends
            board.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill="#FFFFFF")
    out = io.BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


# --- the store --------------------------------------------------------------------------------------------------


def android_package() -> str:
    """The host read backwards, as Android names apps; kept for ever once an app is published."""
    labels = [re.sub(r"[^a-z0-9]", "_", label) for label in provinces.current().identity.host.lower().split(".")]
    return ".".join(label if label[:1].isalpha() else f"a{label}" for label in reversed(labels))


def fingerprints() -> list[str]:
    """Of the certificates the store signs with (TXNG_ANDROID_FINGERPRINTS); what is none is left out."""
    return [one for one in settings.ANDROID_FINGERPRINTS if _FINGERPRINT.fullmatch(one)]


def asset_links() -> list[dict[str, Any]]:
    """/.well-known/assetlinks.json: Android shows the site without an address bar only to the app named here. Empty
    until the operator has published one."""
    if not (known := fingerprints()):
        return []
    return [
        {
            "relation": ["delegate_permission/common.handle_all_urls"],
            "target": {
                "namespace": "android_app",
                "package_name": android_package(),
                "sha256_cert_fingerprints": known,
            },
        }
    ]
