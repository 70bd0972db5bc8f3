"""A phone whose camera looks at a picture: Chromium plays a file for it (`--use-file-for-fake-video-capture`)."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import segno
import zxingcpp
from PIL import Image

from tests.browser.windows import PHONE, Window
from tests.harness import BROWSER_FLAGS, ensure_browser

SIDE = (1280, 720)
EACH = 30  # frames, a second of the reel


def qr(text: str, *, dark: str = "#14202B") -> Image.Image:
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="png", scale=9, border=4, dark=dark)
    return Image.open(out).convert("RGB")


def data_matrix(elements: str) -> Image.Image:
    """A GS1 DataMatrix of bracketed elements, as the print of item stamps may carry."""
    code = zxingcpp.create_barcode(elements, zxingcpp.BarcodeFormat.DataMatrix, gs1=True)
    return Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=10, add_quiet_zones=True)).convert("RGB")


def held(code: Image.Image) -> Image.Image:
    """As somebody holds it: on a table, not straight, filling a third of the picture."""
    table = Image.new("RGB", SIDE, "#B9A88D")
    turned = code.convert("RGBA").rotate(7, expand=True, resample=Image.Resampling.BICUBIC)
    table.paste(turned, ((SIDE[0] - turned.width) // 2, (SIDE[1] - turned.height) // 2), turned)
    return table


class Reel:
    """What the camera sees from its next opening on: one picture, or several in turn, over and over."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.show(held(Image.new("RGB", (300, 300), "#FFFFFF")))

    def show(self, *pictures: Image.Image) -> None:
        frames = []
        for picture in pictures:
            out = io.BytesIO()
            picture.save(out, "JPEG", quality=90)
            frames += [out.getvalue()] * (EACH if len(pictures) > 1 else 1)
        self.file.write_bytes(b"".join(frames))

    def codes(self, *texts: str) -> None:
        self.show(*(held(qr(text)) for text in texts))


@contextlib.contextmanager
def camera(browser: Any, reel: Reel) -> Iterator[Any]:
    """A second browser whose only camera is the reel. Whether a page may use it is still asked for."""
    flags = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={reel.file}"]
    running = browser.browser_type.launch(executable_path=ensure_browser(), args=[*BROWSER_FLAGS, *flags])
    try:
        yield running
    finally:
        running.close()


@contextlib.contextmanager
def phone(running: Any, base_url: str, *, may: bool = True, **options: Any) -> Iterator[Window]:
    """In somebody's hand; what no page of ours may do is asserted when it is put away."""
    options = {"size": PHONE, "javascript": True, **options}
    opened = Window(running, base_url, **options)
    if may:
        opened.context.grant_permissions(["camera"], origin=base_url)
    try:
        yield opened
        assert opened.complaints() == []
    finally:
        opened.close()
