"""The folder an Android store package is built from (docs/ung-dung-android.md): the regulations name an app in the
stores (CB Điều 4; CT-REG Điều 6.3.e). The app is the site itself in a wrapper (Trusted Web Activity): no code of its
own, so that what buyers are told has one source and a fix needs no update of anybody's phone.
"""

from __future__ import annotations

import io
import json
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import override
from PIL import Image, ImageDraw

from txng import provinces
from txng.resolver import phone_app
from txng.ui.illustrations.canvas import rgb

# What the store lets each text have.
LIMITS = {"title.txt": 30, "short_description.txt": 80, "full_description.txt": 4000}
FOLDERS = {"vi": "vi", "en": "en-US"}  # as the store names languages


def write_package(out: Path) -> list[Path]:
    """Every file of it, anew; what somebody else put into the folder stays."""
    files = {
        "twa-manifest.json": _json(wrapper()),
        "assetlinks.json": _json(phone_app.asset_links()),
        "icons/icon-192.png": phone_app.icon(192, "any"),
        "icons/icon-512.png": phone_app.icon(512, "any"),
        "icons/maskable-512.png": phone_app.icon(512, "maskable"),
        "icons/store-512.png": _opaque(phone_app.icon(512, "maskable")),
        "icons/feature-1024x500.png": feature(),
    }
    for language, folder in FOLDERS.items():
        files |= {f"store/{folder}/{name}": text.encode() for name, text in texts(language).items()}
    written = []
    for name, content in files.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(content)
        written.append(out / name)
    return written


def wrapper() -> dict[str, object]:
    """What bubblewrap, the wrapper's own tool, asks for."""
    identity, theme = provinces.current().identity, provinces.current().theme
    with override("vi"):
        told = phone_app.manifest()
    site = f"https://{identity.host}"
    return {
        "packageId": phone_app.android_package(),
        "host": identity.host,
        "name": identity.app_name,
        "launcherName": identity.app_name[:30],
        "display": "standalone",
        "orientation": "default",
        "themeColor": theme.brand,
        "themeColorDark": theme.brand_strong,
        "navigationColor": theme.brand_strong,
        "navigationColorDark": theme.brand_strong,
        "navigationDividerColor": theme.brand_strong,
        "navigationDividerColorDark": theme.brand_strong,
        "backgroundColor": phone_app.BACKGROUND,
        "startUrl": told["start_url"],
        "iconUrl": site + phone_app.icon_address(512, "any"),
        "maskableIconUrl": site + phone_app.icon_address(512, "maskable"),
        "webManifestUrl": f"{site}/quet/ung-dung.webmanifest",
        "fullScopeUrl": f"{site}/",
        "splashScreenFadeOutDuration": 200,
        "enableNotifications": False,
        "isChromeOSOnly": False,
        "isMetaQuest": False,
        "fallbackType": "customtabs",
        "features": {"locationDelegation": {"enabled": False}, "playBilling": {"enabled": False}},
        "minSdkVersion": 23,
        "appVersionName": "1.0.0",
        "appVersionCode": 1,
        "signingKey": {"path": "./android.keystore", "alias": "android"},
        "fingerprints": [{"name": f"{n}", "value": one} for n, one in enumerate(phone_app.fingerprints(), 1)],
        "additionalTrustedOrigins": sorted(f"https://{host}" for host in identity.hosts - {identity.host}),
        "shortcuts": [],
        "retainedBundles": [],
        "generatorApp": "txng store_package",
    }


def texts(language: str) -> dict[str, str]:
    with override(language):
        identity = provinces.current().identity
        found = {name: render_to_string(f"resolver/store/{name}", {"who": identity}).strip() + "\n" for name in LIMITS}
    for name, text in found.items():
        if len(text.strip()) > LIMITS[name]:
            raise ValueError(f"{name} in {language} has {len(text.strip())} characters, the store takes {LIMITS[name]}")
    return found


def feature() -> bytes:
    """The banner over the store's page: the mark on the province's colour, no words to translate."""
    theme = provinces.current().theme
    banner = Image.new("RGB", (1024, 500), theme.brand)
    board = ImageDraw.Draw(banner)
    for y in range(500):
        share = y / 499
        pairs = zip(rgb(theme.brand), rgb(theme.brand_strong), strict=True)
        board.line((0, y, 1023, y), fill=tuple(round(a + (b - a) * share) for a, b in pairs))
    mark = Image.open(io.BytesIO(phone_app.icon(512, "any"))).resize((360, 360), Image.Resampling.LANCZOS)
    board.ellipse((512 - 186, 250 - 186, 512 + 186, 250 + 186), fill="#FFFFFF")
    banner.paste(mark, (512 - 180, 250 - 180), mark)
    out = io.BytesIO()
    banner.save(out, "PNG", optimize=True)
    return out.getvalue()


def _opaque(picture: bytes) -> bytes:
    """The store's own icon may not be see-through."""
    out = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").save(out, "PNG", optimize=True)
    return out.getvalue()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
