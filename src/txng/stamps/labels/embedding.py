"""The font in the file: only the letters that were used, as glyph numbers of a subset (ux.md 3.7)."""

from __future__ import annotations

from txng.stamps.labels.fonts import BOLD, REGULAR, font
from txng.stamps.labels.pdf import PdfFile

RESOURCE = {REGULAR: "F1", BOLD: "F2"}


class Subset:
    """Letters get their numbers in the order in which they are first drawn; pages already written stay right."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.face = font(name).face
        self.letters: list[str] = []
        self.numbers: dict[str, str] = {}
        self._glyphs: dict[int, int] = {0: 0}

    def hex(self, text: str) -> str:
        found = self.numbers
        for letter in text:
            if letter not in found:
                self._take(letter)
        return "".join(map(found.__getitem__, text))

    def _take(self, letter: str) -> None:
        # As reportlab's makeSubset counts: a glyph that two letters share (the spaces) stands in the file once.
        glyph = self.face.charToGlyph.get(ord(letter), 0)
        self.numbers[letter] = f"{self._glyphs.setdefault(glyph, len(self._glyphs)):04X}"
        self.letters.append(letter)

    def write(self, pdf: PdfFile, number: int) -> None:
        """A composite font whose codes are glyph numbers, and the way back from them to letters."""
        face = self.face
        codes = [ord(letter) for letter in self.letters]
        data = face.makeSubset(codes)
        name = "TXNGAA+" + face.name.decode("ascii")
        file = pdf.stream(data, f"/Length1 {len(data)}")
        box = " ".join(str(int(value)) for value in face.bbox)
        descriptor = pdf.put(
            f"<</Type/FontDescriptor/FontName/{name}/Flags {face.flags & ~32 | 4}/FontBBox[{box}]"
            f"/ItalicAngle 0/Ascent {int(face.ascent)}/Descent {int(face.descent)}/CapHeight {int(face.capHeight)}"
            f"/StemV {int(face.stemV)}/FontFile2 {file} 0 R>>"
        )
        widths = {self.numbers[chr(code)]: face.charWidths.get(code, face.defaultWidth) for code in codes}
        told = "".join(f"{int(glyph, 16)}[{width:.0f}]" for glyph, width in sorted(widths.items()))
        descendant = pdf.put(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDToGIDMap/Identity/DW {face.defaultWidth:.0f}"
            f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/W[{told}]/FontDescriptor {descriptor} 0 R>>"
        )
        letters = pdf.stream(self._to_letters())
        pdf.put(
            f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H"
            f"/DescendantFonts[{descendant} 0 R]/ToUnicode {letters} 0 R>>",
            number,
        )

    def _to_letters(self) -> bytes:
        pairs = sorted({self.numbers[letter]: f"{ord(letter):04X}" for letter in reversed(self.letters)}.items())
        blocks = []
        for start in range(0, len(pairs), 100):
            part = pairs[start : start + 100]
            lines = "\n".join(f"<{glyph}> <{letter}>" for glyph, letter in part)
            blocks.append(f"{len(part)} beginbfchar\n{lines}\nendbfchar\n")
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
            + "".join(blocks)
            + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        ).encode("ascii")


class Fonts:
    """Both cuts of one document."""

    def __init__(self, pdf: PdfFile) -> None:
        self.pdf = pdf
        self.subsets = {name: Subset(name) for name in RESOURCE}
        self.places = {name: pdf.reserve() for name in RESOURCE}
        self.resource = "/Font<<" + "".join(f"/{RESOURCE[name]} {self.places[name]} 0 R" for name in RESOURCE) + ">>"

    def show(self, x: float, y: float, text: str, *, name: str, size: float, scale: float = 1.0) -> str:
        """The operators that write one line at (x, y) in points; `scale` narrows the letters, never lowers them."""
        narrow = f" {scale * 100:.2f} Tz" if scale != 1.0 else ""
        back = " 100 Tz" if narrow else ""
        shown = self.subsets[name].hex(text)
        return f"BT /{RESOURCE[name]} {size:g} Tf{narrow} 1 0 0 1 {x:.3f} {y:.3f} Tm <{shown}> Tj{back} ET\n"

    def write(self) -> None:
        for name, subset in self.subsets.items():
            subset.hex(" ")  # a font without a letter is not one
            subset.write(self.pdf, self.places[name])
