"""A PDF written from the first byte to the last: a page leaves the memory as soon as it is drawn.

A hundred thousand labels on a roll are as many pages; whoever keeps them until the end needs a gigabyte. Shared
things (fonts, forms) come last, when it is known what they need; their numbers are given away at the beginning.
"""

from __future__ import annotations

import zlib
from typing import BinaryIO

KIDS = 128  # pages under one node of the page tree
LEVEL = 6  # of compression: 1 writes a fifth faster and a third more


class PdfFile:
    """Equal calls give equal bytes: nothing here looks at a clock."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out
        self.at = 0
        self.places: list[int] = []
        self._write(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")

    def _write(self, data: bytes) -> None:
        self.out.write(data)
        self.at += len(data)

    def reserve(self) -> int:
        """A number for what is written later."""
        self.places.append(0)
        return len(self.places)

    def put(self, body: str | bytes, number: int | None = None) -> int:
        number = number or self.reserve()
        self.places[number - 1] = self.at
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, body.encode("ascii") if isinstance(body, str) else body))
        return number

    def stream(self, data: bytes, about: str = "", number: int | None = None) -> int:
        packed = zlib.compress(data, LEVEL)
        head = f"<<{about}/Filter/FlateDecode/Length {len(packed)}>>\nstream\n".encode("ascii")
        return self.put(head + packed + b"\nendstream", number)

    def close(self, catalog: int, info: int) -> None:
        start = self.at
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(self.places) + 1))
        self._write("".join(f"{place:010d} 00000 n \n" for place in self.places).encode("ascii"))
        self._write(
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
            % (len(self.places) + 1, catalog, info, start)
        )


class Pages:
    """The page tree, node by node. Pages of one size follow each other; another size begins a new node."""

    def __init__(self, pdf: PdfFile) -> None:
        self.pdf = pdf
        self.root = pdf.reserve()
        self.resources = pdf.reserve()
        self.nodes: list[tuple[int, int]] = []
        self.kids: list[int] = []
        self.node = 0
        self.size = (0.0, 0.0)

    def add(self, content: bytes, size: tuple[float, float]) -> None:
        if self.kids and (size != self.size or len(self.kids) == KIDS):
            self._end_node()
        if not self.kids:
            self.node, self.size = self.pdf.reserve(), size
        drawn = self.pdf.stream(content)
        self.kids.append(self.pdf.put(f"<</Type/Page/Parent {self.node} 0 R/Contents {drawn} 0 R>>"))

    def _end_node(self) -> None:
        kids = " ".join(f"{kid} 0 R" for kid in self.kids)
        box = f"[0 0 {num(self.size[0])} {num(self.size[1])}]"
        self.pdf.put(
            f"<</Type/Pages/Parent {self.root} 0 R/Count {len(self.kids)}/MediaBox {box}"
            f"/Resources {self.resources} 0 R/Kids[{kids}]>>",
            self.node,
        )
        self.nodes.append((self.node, len(self.kids)))
        self.kids = []

    def close(self) -> None:
        if self.kids:
            self._end_node()
        kids = " ".join(f"{node} 0 R" for node, _ in self.nodes)
        count = sum(count for _, count in self.nodes)
        self.pdf.put(f"<</Type/Pages/Count {count}/Kids[{kids}]>>", self.root)


def num(value: float) -> str:
    """A number as PDF and SVG write it, to a ten-thousandth of a point."""
    return f"{value:.4f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


def words(text: str) -> str:
    """A text string of the document's own data, Vietnamese included."""
    return "<FEFF" + text.encode("utf-16-be").hex().upper() + ">"
