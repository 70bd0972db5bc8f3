"""ZPL II for label printers: the printer draws each symbol itself (^BQN, ^BXN), dot by dot and never smoothed.

A symbol as a bitmap would be 25 times the bytes for the same dots, and a hundred thousand of them fill the line to
the printer. What the printers' own fonts do not have is Vietnamese: the text of the lot is therefore a picture, sent
once (~DG) and recalled on each label (^XG). The code is digits and capital letters, which font 0 of every printer
has. ^CI28 says that the text of the file is UTF-8.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import BinaryIO

import numpy as np

from txng.kernel.text import group4
from txng.stamps.labels import datamatrix, wording
from txng.stamps.labels.carriers import Carrier, element_string, hint
from txng.stamps.labels.fonts import REGULAR, printable
from txng.stamps.labels.qr import TAIL, exact
from txng.stamps.labels.raster import symbol_at, text_image
from txng.stamps.labels.templates import MM, Template, TextBox
from txng.stamps.labels.text import LabelText, code_lines, shared_lines

BQ_DROP = 10  # ^BQ draws its symbol ten dots below where ^FO says
WIDE = 0.56  # of its height: a figure of font 0, about


def write_zpl(
    out: BinaryIO,
    *,
    template: Template,
    labels: Iterable[LabelText],
    host: str,
    dpi: int = 203,
    test_url: str = "",
    title: str = "",
    carrier: Carrier = Carrier.QR,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write the labels of one printer run; the first is the trial label. Returns how many stamps there are."""
    out.write(f"^FX {_plain(title)} ^FS\n".encode())
    pictures: dict[tuple[object, ...], str] = {}
    done = 0
    trial = [LabelText(url=test_url, code="TEST", product=wording.TRIAL)] if test_url else []
    for label in chain(trial, labels):
        kind = Carrier.QR if label.code == "TEST" else carrier
        key = (label.product, label.lot, label.expiry, bool(label.pin), kind, label.code * (not label.code.isascii()))
        if key not in pictures:
            pictures[key] = f"TEM{len(pictures)}"
            out.write(_picture(pictures[key], template, label, host, dpi, kind))
        out.write("".join(_label(template, label, pictures[key], dpi, kind)).encode())
        if label.code != "TEST":
            done += 1
            if progress and done % 1_000 == 0:
                progress(done)
    return done


def _label(template: Template, label: LabelText, picture: str, dpi: int, carrier: Carrier) -> Iterator[str]:
    wide, high = round(template.width / 25.4 * dpi), round(template.height / 25.4 * dpi)
    yield f"^XA^CI28^PW{wide}^LL{high}^LH0,0\n^FO0,0^XGR:{picture}.GRF,1,1^FS\n"
    size = _size(label, carrier)
    left, top, module = symbol_at(template, size, dpi, carrier)
    if carrier is Carrier.QR:
        # M: error correction; A: the printer chooses the mode, which for capital letters is the alphanumeric one.
        yield f"^FO{left},{top - BQ_DROP}^BQN,2,{module},M^FDMA,{label.url}^FS\n"
    else:
        yield f"^FO{left},{top}^BXN,{module},200,{size},{size},,_^FD_1{element_string(label)}^FS\n"
    if label.code.isascii():
        yield _code(template.code, group4(label.code) if len(label.code) == 16 else label.code, dpi)
    if label.pin and template.pin:
        yield _code(template.pin, label.pin, dpi)
    yield "^XZ\n"


def _size(label: LabelText, carrier: Carrier) -> int:
    """Modules of a side: the same for all labels of a run, so that no symbol need be drawn here."""
    if carrier is Carrier.QR:
        return _qr_size(label.url[:-TAIL] + "0" * TAIL if len(label.url) > TAIL else label.url)
    return _datamatrix_size(len(element_string(label)))


@functools.lru_cache(maxsize=64)
def _qr_size(url: str) -> int:
    return exact(url).size


@functools.lru_cache(maxsize=64)
def _datamatrix_size(length: int) -> int:
    return datamatrix.symbols(["01" * 8 + "A" * (length - 16)])[0].size


def _code(box: TextBox, code: str, dpi: int) -> str:
    dots = dpi / 25.4
    height = round(box.size / MM * dots)
    width = min(height, int(box.width * dots / (len(code) * WIDE)))
    top = round((box.top + box.height / 2) * dots - height / 2)
    return (
        f"^FO{round(box.x * dots)},{top}^FB{round(box.width * dots)},1,0,C^A0N,{height},{width}^FD{_plain(code)}^FS\n"
    )


def _picture(name: str, template: Template, label: LabelText, host: str, dpi: int, carrier: Carrier) -> bytes:
    lines = shared_lines(template, label, host, hint(carrier))
    if not label.code.isascii():  # a lot's number with letters font 0 lacks
        lines += code_lines(template, template.code, label.code)
    dots = np.asarray(text_image(template, lines, dpi)) < 128
    rows = np.packbits(dots, axis=1)
    return f"~DGR:{name}.GRF,{rows.size},{rows.shape[1]},\n{rows.tobytes().hex().upper()}\n".encode()


def _plain(text: str) -> str:
    """What a caret or a tilde would begin is not ours to begin."""
    return printable(text, REGULAR).replace("^", " ").replace("~", " ")
