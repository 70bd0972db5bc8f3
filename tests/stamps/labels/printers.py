"""What comes out of a machine that reads our files: ZPL printed, SVG drawn. As much of each as our files use."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from typing import Any

import numpy as np
import segno
import zxingcpp
from PIL import Image, ImageDraw

SVG = "{http://www.w3.org/2000/svg}"
# Rows, columns: a label printer's own symbol, drawn by another encoder than ours.
_FIELD = re.compile(r"\^FO(\d+),(\d+)(.*?)\^FS", re.DOTALL)


def zpl(data: bytes) -> list[Image.Image]:
    """Each ^XA … ^XZ as the printer puts it on paper."""
    text = data.decode("utf-8")
    pictures = {
        name: _graphic(int(total), int(row), dots)
        for name, total, row, dots in re.findall(r"~DGR:(\w+)\.GRF,(\d+),(\d+),\s*([0-9A-F]+)", text)
    }
    return [_label(body, pictures) for body in re.findall(r"\^XA(.*?)\^XZ", text, re.DOTALL)]


def _graphic(total: int, row: int, dots: str) -> Any:
    rows = np.frombuffer(bytes.fromhex(dots), dtype=np.uint8)
    assert rows.size == total
    return np.unpackbits(rows.reshape(-1, row), axis=1)


def _label(body: str, pictures: dict[str, Any]) -> Image.Image:
    wide, high = (int(re.search(rf"\^{word}(\d+)", body)[1]) for word in ("PW", "LL"))  # type: ignore[index]
    paper = np.zeros((high + 20, wide + 20), dtype=np.uint8)
    for x, y, what in _FIELD.findall(body):
        left, top = int(x), int(y)
        if found := re.match(r"\^XGR:(\w+)\.GRF,1,1", what):
            dots = pictures[found[1]]
        elif found := re.match(r"\^BQN,2,(\d+),M\^FDMA,(.*)", what, re.DOTALL):
            dots, top = _qr(found[2], int(found[1])), top + 10
        elif found := re.match(r"\^BXN,(\d+),200,(\d+),\2,,_\^FD(.*)", what, re.DOTALL):
            dots = _datamatrix(found[3], int(found[1]), int(found[2]))
        else:
            assert "^A0N" in what, what
            continue
        height, width = min(dots.shape[0], paper.shape[0] - top), min(dots.shape[1], paper.shape[1] - left)
        paper[top : top + height, left : left + width] |= dots[:height, :width]
    return Image.fromarray(np.where(paper[:high, :wide], 0, 255).astype(np.uint8))


def _qr(text: str, dots: int) -> Any:
    made = np.array(segno.make(text, error="m", micro=False, boost_error=False).matrix, dtype=np.uint8)
    return made.repeat(dots, 0).repeat(dots, 1)


def _datamatrix(text: str, dots: int, size: int) -> Any:
    """`_1` stands for FNC1 in a ^BX field."""
    assert text.startswith("_1")
    made = zxingcpp.create_barcode(_with_brackets(text[2:]), zxingcpp.BarcodeFormat.DataMatrix, gs1=True)
    drawn = np.asarray(made.to_image(scale=1, add_quiet_zones=False)) < 128
    return drawn.astype(np.uint8).repeat(dots, 0).repeat(dots, 1)


def _with_brackets(element: str) -> str:
    return f"({element[:2]}){element[2:16]}({element[16:18]}){element[18:]}"


def svg(data: bytes, dots: float = 8.0) -> Image.Image:
    """The symbols of a sheet, in `dots` a point; letters are not filled."""
    root = ElementTree.fromstring(data)
    width, height = (float(value) for value in root.attrib["viewBox"].split()[2:])
    paper = Image.new("L", (round(width * dots), round(height * dots)), 255)
    pen = ImageDraw.Draw(paper)
    for group in root.iter(f"{SVG}g"):
        at = re.match(r"translate\(([\d.]+) ([\d.]+)\)", group.attrib["transform"])
        assert at is not None
        dx, dy = float(at[1]), float(at[2])
        for path in group.iter(f"{SVG}path"):
            if path.get("class") != "ma":
                continue
            for x, y, wide, high in re.findall(r"M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)h-[\d.]+z", path.attrib["d"]):
                left, top = (dx + float(x)) * dots, (dy + float(y)) * dots
                right, bottom = left + float(wide) * dots, top + float(high) * dots
                pen.rectangle((round(left), round(top), round(right) - 1, round(bottom) - 1), fill=0)
    return paper
