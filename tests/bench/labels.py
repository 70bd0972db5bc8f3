"""Stamps on paper: how fast and in how much memory they are written, and whether every one of them reads.

The file is read as a printer and a phone read it: rendered at the printer's dots, each label cut out, looked at as it
is, a pixel out of focus, and with a tenth more ink on every module.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.labels_inside import GTIN, HOST, serial
from tests.harness import REPOSITORY

LABELS, PICKED = 100_000, 2_000
SECONDS, MEGABYTES = 15.0, 200.0
DPI = (203, 300)
WAYS = ("as printed", "1 px out of focus", "10 % more ink")
# A tenth of a module is less than a dot of the printer, so ink runs on a finer picture: one of its dots over each edge
# makes a module of 4 × 5 or 5.9 × 3 dots a tenth wider, and a little more.
FINER = {203: 5, 300: 3}

Pick = tuple[int, list[tuple[int, str]]]  # page; place on it and the URL that must be read there


@dataclass(frozen=True)
class Written:
    labels: int
    seconds: float
    mb: float
    size: int


@dataclass(frozen=True)
class Read:
    looked: int
    misread: list[str]


def write(path: Path, count: int = LABELS, repository: Path = REPOSITORY) -> Written:
    """In a process of its own; the fastest of what the machine allows is the reader's to ask for."""
    env = os.environ | {"PYTHONPATH": f"{repository / 'src'}:{repository}"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.labels_inside", str(path), str(count)],
        cwd=repository,
        env=env,
        check=True,
        capture_output=True,
        text=True,
    )
    found = json.loads(done.stdout)
    return Written(found["labels"], found["seconds"], found["mb"], found["bytes"])


def read(path: Path, count: int = LABELS, picked: int = PICKED, *, seed: int = 7) -> Read:
    """A random choice of the labels, each at every dpi and in every way. Two processes, half of the pages each."""
    picks = choose(count, picked, seed)
    halves = [picks[0::2], picks[1::2]]
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(read_pages, [str(path)] * 2, halves))
    return Read(picked * len(DPI) * len(WAYS), [fault for faults in found for fault in faults])


def choose(count: int, picked: int, seed: int) -> list[Pick]:
    from txng.stamps.labels import TEMPLATES, serial_url

    template = TEMPLATES["T2"]
    pages: dict[int, list[tuple[int, str]]] = {}
    for number in sorted(random.Random(seed).sample(range(count), picked)):
        page, place = divmod(number, template.per_sheet)
        pages.setdefault(page + 1, []).append((place, serial_url(HOST, serial(number + 1), GTIN)))
    return sorted(pages.items())


def read_pages(path: str, picks: list[Pick]) -> list[str]:
    """Every label that was not read as its own URL."""
    import pypdfium2

    faults: list[str] = []
    with pypdfium2.PdfDocument(path) as document:
        for number, places in picks:
            page = document[number]
            for place, url in places:
                for dpi in DPI:
                    for way, picture in looks(page, place, dpi):
                        found = decoded(picture)
                        if found != [url]:
                            faults.append(f"{dpi} dpi, {way}: {found or 'nothing'} instead of {url}")
            page.close()
    return faults


def looks(page: Any, place: int, dpi: int) -> Iterator[tuple[str, Any]]:
    from PIL import Image, ImageFilter

    plain = cell(page, place, dpi)
    yield WAYS[0], plain
    yield WAYS[1], plain.filter(ImageFilter.GaussianBlur(1))
    yield WAYS[2], swollen(cell(page, place, dpi, FINER[dpi])).resize(plain.size, Image.Resampling.BOX)


def swollen(picture: Any) -> Any:
    """One dot of the finer picture of ink over each edge."""
    import numpy as np
    from PIL import Image

    dots = np.asarray(picture)
    for axis in (0, 1):
        dots = np.minimum(np.minimum(dots, np.roll(dots, 1, axis)), np.roll(dots, -1, axis))
    return Image.fromarray(dots)


def cell(page: Any, place: int, dpi: int, finer: int = 1) -> Any:
    """One label of a sheet, as the printer puts it on paper."""
    from txng.stamps.labels import TEMPLATES

    template = TEMPLATES["T2"]
    x, y = template.origin(place)
    points = 72 / 25.4
    crop = (
        x * points,
        y * points,
        (template.page[0] - x - template.width) * points,
        (template.page[1] - y - template.height) * points,
    )
    return page.render(scale=dpi * finer / 72, crop=crop, grayscale=True).to_pil().convert("L")


def decoded(picture: Any) -> list[str]:
    import zxingcpp

    return [found.text for found in zxingcpp.read_barcodes(picture)]


def whole(say: Any, *, count: int = LABELS, picked: int = PICKED) -> tuple[Written, Read]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tem.pdf"
        written = min((write(path, count) for _ in range(2)), key=lambda one: one.seconds)
        say(f"  {written.labels:,} labels in {written.seconds:.1f} s, peak {written.mb:.0f} MB, {written.size:,} bytes")
        found = read(path, count, picked)
        say(f"  {found.looked - len(found.misread):,} of {found.looked:,} readings right")
    return written, found
