"""What a sheet and a roll have in common: the shared text of a lot as a form drawn once, a label of its own as its
symbol and its code.

Symbols are 1-bit image masks, which printers scale by whole dots instead of smoothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO, TypeVar

from txng.stamps.labels import wording
from txng.stamps.labels.carriers import Carrier, hint, place_symbol, symbols
from txng.stamps.labels.drawing import Drawing
from txng.stamps.labels.embedding import Fonts
from txng.stamps.labels.pdf import Pages, PdfFile, num, words
from txng.stamps.labels.qr import Symbol
from txng.stamps.labels.templates import MM, Template
from txng.stamps.labels.text import LabelText, own_lines, shared_lines

T = TypeVar("T")

AT_ONCE = 2_048  # labels whose symbols are made together


class LabelDocument:
    def __init__(self, out: BinaryIO, template: Template, *, host: str, title: str, carrier: Carrier) -> None:
        self.template, self.host, self.title, self.carrier = template, host, title, carrier
        self.pdf = PdfFile(out)
        self.fonts = Fonts(self.pdf)
        self.pages = Pages(self.pdf)
        self.form_resources = self.pdf.reserve()
        self.forms: dict[str, int] = {}
        self._shared: dict[tuple[object, ...], str] = {}
        self._before: dict[int, str] = {}

    def use(self, carrier: Carrier) -> None:
        """The symbols of the labels that follow."""
        self.carrier = carrier
        self._before.clear()
        self._shared.clear()

    def drawing(self) -> Drawing:
        return Drawing(self.fonts)

    def add_form(self, name: str, drawn: Drawing, size: tuple[float, float]) -> str:
        about = (
            f"/Type/XObject/Subtype/Form/BBox[0 0 {num(size[0])} {num(size[1])}]/Resources {self.form_resources} 0 R"
        )
        self.forms[name] = self.pdf.stream(drawn.bytes(), about)
        return name

    def label(self, label: LabelText, symbol: Symbol) -> str:
        """The operators of one label, from its own lower left corner."""
        before = self._before.get(symbol.size)
        if before is None:
            place = place_symbol(self.template, symbol.size, self.carrier)
            side, n = num(place.side), symbol.size
            before = self._before[n] = (
                f"q {side} 0 0 {side} {num(place.x)} {num(place.y)} cm BI /W {n} /H {n} /IM true /D [1 0] /F /AHx ID\n"
            )
        own = "".join(
            self.fonts.show(line.x, line.y, line.text, name=line.font, size=line.size, scale=line.scale)
            for line in own_lines(self.template, label)
        )
        return f"/{self._form_of(label)} Do\n{before}{symbol.bits.hex()}>\nEI Q\n{own}"

    def _form_of(self, label: LabelText) -> str:
        key = (label.product, label.lot, label.expiry, bool(label.pin))
        found = self._shared.get(key)
        if found is None:
            drawn = self.drawing()
            for line in shared_lines(self.template, label, self.host, hint(self.carrier)):
                drawn.raw(self.fonts.show(line.x, line.y, line.text, name=line.font, size=line.size))
            size = (self.template.width * MM, self.template.height * MM)
            found = self._shared[key] = self.add_form(f"L{len(self.forms)}", drawn, size)
        return found

    def with_symbols(self, labels: Iterable[LabelText]) -> Iterator[tuple[LabelText, Symbol]]:
        for chunk in chunks(labels, AT_ONCE):
            yield from zip(chunk, symbols(chunk, self.carrier), strict=True)

    def close(self) -> None:
        self.pages.close()
        pdf = self.pdf
        forms = "".join(f"/{name} {number} 0 R" for name, number in self.forms.items())
        pdf.put(f"<<{self.fonts.resource}/XObject<<{forms}>>>>", self.pages.resources)
        pdf.put(f"<<{self.fonts.resource}>>", self.form_resources)
        self.fonts.write()
        # Acrobat then offers 100 % by itself.
        catalog = pdf.put(
            f"<</Type/Catalog/Pages {self.pages.root} 0 R/Lang(vi-VN)/ViewerPreferences<</PrintScaling/None>>>>"
        )
        title = f"{wording.TITLE} – {self.title}" if self.title else wording.TITLE
        pdf.close(catalog, pdf.put(f"<</Title {words(title)}/Author {words(self.host.lower())}>>"))


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
