"""The formats a print file may have, and how each is written."""

from __future__ import annotations

import enum
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from txng.stamps.labels import raster, svg
from txng.stamps.labels.carriers import Carrier, symbols
from txng.stamps.labels.document import AT_ONCE, chunks
from txng.stamps.labels.listing import write_csv
from txng.stamps.labels.qr import Symbol
from txng.stamps.labels.roll import ROLL, write_roll
from txng.stamps.labels.sheet import write_sheet
from txng.stamps.labels.templates import Template
from txng.stamps.labels.text import LabelText
from txng.stamps.labels.zpl import write_zpl


class Format(enum.StrEnum):
    SHEETS = "pdf"
    ROLLS = "pdf-roll"
    SVG = "svg"
    CSV = "csv"
    ZPL = "zpl"
    PNG = "png"

    @property
    def suffix(self) -> str:
        return {"pdf": "pdf", "pdf-roll": "pdf", "svg": "zip", "csv": "csv", "zpl": "zpl", "png": "zip"}[self]

    @property
    def content_type(self) -> str:
        return {"pdf": "application/pdf", "zip": "application/zip", "csv": "text/csv"}.get(
            self.suffix, "application/octet-stream"
        )

    @property
    def most(self) -> int | None:
        """Labels of one file. A picture a label is for proofs and a few signs; curves are a hundred times a PDF."""
        return {"svg": 10_000, "png": 500}.get(self)


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be printed and how."""

    template: Template
    host: str
    test_url: str
    title: str = ""
    total: int = 0
    carrier: Carrier = Carrier.QR
    roll_size: int = ROLL
    dpi: int = 203
    offset_mm: tuple[float, float] = (0.0, 0.0)


def write(
    out: BinaryIO,
    format: Format,
    order: Order,
    labels: Iterable[LabelText],
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write the file and return the number of stamps in it."""
    pages = {
        "template": order.template,
        "host": order.host,
        "test_url": order.test_url,
        "title": order.title,
        "carrier": order.carrier,
        "progress": progress,
    }
    match format:
        case Format.SHEETS:
            return write_sheet(out, labels=labels, offset_mm=order.offset_mm, **pages)  # type: ignore[arg-type]
        case Format.ROLLS:
            return write_roll(
                out,
                labels=labels,
                total=order.total,
                roll_size=order.roll_size,
                offset_mm=order.offset_mm,
                **pages,  # type: ignore[arg-type]
            )
        case Format.ZPL:
            return write_zpl(out, labels=labels, dpi=order.dpi, **pages)  # type: ignore[arg-type]
        case Format.CSV:
            return write_csv(out, labels=labels, carrier=order.carrier, progress=progress)
        case Format.SVG:
            return _zipped(out, _svg_files(order, labels), progress)
        case Format.PNG:
            return _zipped(out, _png_files(order, labels), progress)


File = tuple[str, bytes, int]  # name, content, how many stamps it holds


def _zipped(out: BinaryIO, files: Iterator[File], progress: Callable[[int], None] | None) -> int:
    done = 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content, count in files:
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
            done += count
            if progress:
                progress(done)
    return done


def _svg_files(order: Order, labels: Iterable[LabelText]) -> Iterator[File]:
    done = 0
    for chunk in chunks(_drawn(order, labels), order.template.per_sheet):
        text = svg.sheet(order.template, chunk, host=order.host, carrier=order.carrier)
        yield f"tem-{done + 1:06d}-{done + len(chunk):06d}.svg", text.encode(), len(chunk)
        done += len(chunk)


def _png_files(order: Order, labels: Iterable[LabelText]) -> Iterator[File]:
    for number, (label, symbol) in enumerate(_drawn(order, labels), 1):
        content = raster.png(order.template, label, symbol, host=order.host, carrier=order.carrier)
        yield f"tem-{label.number or number:06d}.png", content, 1


def _drawn(order: Order, labels: Iterable[LabelText]) -> Iterator[tuple[LabelText, Symbol]]:
    for chunk in chunks(labels, AT_ONCE):
        yield from zip(chunk, symbols(chunk, order.carrier), strict=True)
