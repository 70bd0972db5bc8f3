"""The one picture of a scan page: a small copy of the approved product photo, made when the card is (≤ 30 KB)."""

from __future__ import annotations

import io
import logging
import re
from typing import Any

from PIL import Image, ImageOps

from txng.kernel.files import storage
from txng.kernel.models import StoredFile

log = logging.getLogger("txng.resolver")

SIDE = 320  # shown at 96 to 128 CSS pixels: sharp on phones with three dots a pixel
BYTES = 30 * 1024
NAME = re.compile(r"([0-9a-f]{32})-320\.webp")


def small_copy(stored: StoredFile | None) -> dict[str, Any] | None:
    """What the card keeps of a photo; None when there is none or its bytes are gone, which must stop no rebuild."""
    if stored is None or stored.kind != StoredFile.Kind.IMAGE:
        return None
    name = f"{stored.id.hex}-{SIDE}.webp"
    if not storage.open_path(stored_as(name)).exists():
        try:
            with Image.open(storage.open_path(stored.path)) as image:
                storage.write(stored_as(name), _encoded(ImageOps.fit(image.convert("RGB"), (SIDE, SIDE))))
        except OSError as error:
            log.warning("no small copy of %s: %s", stored.id, error)
            return None
    return {"name": name, "side": SIDE}


def stored_as(name: str) -> str:
    """Relative to the files folder. Only approved pictures are ever copied here, so the address needs no key."""
    return f"cards/{name[:2]}/{name}"


def _encoded(image: Image.Image) -> bytes:
    data = b""
    for quality in (78, 66, 54, 42, 30, 18):
        out = io.BytesIO()
        image.save(out, "WEBP", quality=quality, method=4)
        data = out.getvalue()
        if len(data) <= BYTES:
            break
    return data
