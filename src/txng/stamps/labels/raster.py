"""A label as dots: PNG on request, and the text of a lot for label printers.

Every module is a whole number of dots, so nothing of a symbol is smoothed.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Iterable

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from txng.stamps.labels.carriers import Carrier, hint, place_symbol
from txng.stamps.labels.fonts import FOLDER
from txng.stamps.labels.qr import Symbol
from txng.stamps.labels.templates import MM, Template
from txng.stamps.labels.text import LabelText, Line, own_lines, shared_lines

PNG_DPI = 600  # ux.md 3.7: never less


def png(template: Template, label: LabelText, symbol: Symbol, *, host: str, carrier: Carrier = Carrier.QR) -> bytes:
    lines = [*shared_lines(template, label, host, hint(carrier)), *own_lines(template, label)]
    image = text_image(template, lines, PNG_DPI)
    left, top, module = symbol_at(template, symbol.size, PNG_DPI, carrier)
    drawn = dark(symbol).repeat(module, 0).repeat(module, 1)
    image.paste(Image.fromarray(np.where(drawn, 0, 255).astype(np.uint8)), (left, top))
    out = io.BytesIO()
    image.convert("1", dither=Image.Dither.NONE).save(out, "PNG", dpi=(PNG_DPI, PNG_DPI), optimize=True)
    return out.getvalue()


def text_image(template: Template, lines: Iterable[Line], dpi: int) -> Image.Image:
    """White paper of the label's size with the lines on it."""
    dots = dpi / 72
    image = Image.new("L", (round(template.width / 25.4 * dpi), round(template.height / 25.4 * dpi)), 255)
    pen = ImageDraw.Draw(image)
    for line in lines:
        x, y = line.x * dots, (template.height * MM - line.y) * dots
        if line.scale == 1.0:
            pen.text((x, y), line.text, font=_font(line.font, line.size * dots), fill=0, anchor="ls")
        else:
            _narrow(image, line, x, y, dots)
    return image


def _narrow(image: Image.Image, line: Line, x: float, y: float, dots: float) -> None:
    face = _font(line.font, line.size * dots)
    width, height = round(face.getlength(line.text)), round(line.size * dots * 1.3)
    strip = Image.new("L", (width, height), 255)
    ImageDraw.Draw(strip).text((0, round(line.size * dots)), line.text, font=face, fill=0, anchor="ls")
    strip = strip.resize((max(1, round(width * line.scale)), height), Image.Resampling.LANCZOS)
    image.paste(strip, (round(x), round(y - line.size * dots)), mask=strip.point(lambda value: 255 - value))


def symbol_at(template: Template, size: int, dpi: int, carrier: Carrier) -> tuple[int, int, int]:
    """Left and top of the dark part and the side of a module, in whole dots, in the middle of where it stands."""
    place = place_symbol(template, size, carrier)
    dots = dpi / 72
    module = max(1, round(place.side / size * dots))
    middle_x = (place.x + place.side / 2) * dots
    middle_y = (template.height * MM - place.y - place.side / 2) * dots
    return round(middle_x - module * size / 2), round(middle_y - module * size / 2), module


def dark(symbol: Symbol) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    rows = np.frombuffer(symbol.bits, dtype=np.uint8).reshape(symbol.size, -1)
    return np.unpackbits(rows, axis=1)[:, : symbol.size]


@functools.lru_cache(maxsize=32)
def _font(name: str, pixels: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FOLDER / f"{name}.ttf"), pixels)
