"""A paper looked at as a reader would: text in composed form, codes by a reader, and nothing set over or beside the page."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from tests.browser import paper

MM = 72 / 25.4
LEFT, RIGHT, TOP, FOOT = 28 * MM, 18 * MM, 18 * MM, 8 * MM  # ui/typst/official.typ
SLACK = 1.0  # points a letter may lean out of its box


@dataclass(frozen=True)
class Box:
    page: int
    left: float
    bottom: float
    right: float
    top: float
    text: str

    def over(self, other: Box) -> bool:
        """Whether two words are set over each other: more than accents and descenders meeting."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        least = min(self.top - self.bottom, other.top - other.bottom)
        return self.page == other.page and wide > 1 and high > 0.4 * least


def boxes(pdf: bytes) -> list[Box]:
    """Every word with the box of its ink. A space at the end of a line hangs outside the margin and is nobody's fault."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            text = page.get_textpage()
            word: list[tuple[str, tuple[float, float, float, float]]] = []
            for index in range(text.count_chars()):
                said = text.get_text_range(index, 1)
                if said.strip():
                    box = text.get_charbox(index)
                    # A new line without a space between: its first letter stands left of the last one.
                    if word and box[0] < word[-1][1][0]:
                        found.append(_word(number, word))
                        word = []
                    word.append((said, box))
                elif word:
                    found.append(_word(number, word))
                    word = []
            if word:
                found.append(_word(number, word))
    return found


def _word(page: int, letters: list[tuple[str, tuple[float, float, float, float]]]) -> Box:
    left, bottom, right, top = zip(*(box for _, box in letters), strict=True)
    return Box(page, min(left), min(bottom), max(right), max(top), "".join(said for said, _ in letters))


def faults(pdf: bytes) -> list[str]:
    """What a reader would complain of."""
    with pypdfium2.PdfDocument(pdf) as document:
        width, height = document[0].get_size()
    found = boxes(pdf)
    wrong = [
        f"outside the margins of page {box.page + 1}: {box.text!r}"
        for box in found
        if box.left < LEFT - SLACK
        or box.right > width - RIGHT + SLACK
        or box.top > height - TOP + 6 * SLACK  # accents stand above the capitals of the first line
        or box.bottom < FOOT
    ]
    wrong += [
        f"over each other on page {one.page + 1}: {one.text!r} and {other.text!r}"
        for index, one in enumerate(found)
        for other in found[index + 1 : index + 400]
        if one.over(other)
    ]
    said = paper.words(pdf)
    if said != unicodedata.normalize("NFC", said):
        wrong.append("not in composed form")
    if "\ufffd" in said or "□" in said:
        wrong.append("a letter the type does not have")
    return wrong


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, as a reader copies it."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def keep(pdf: bytes, name: str, folder: Path) -> list[Path]:
    """The pages as pictures; in the folder of TXNG_PAPERS where a run wants to keep them."""
    target = Path(os.environ.get("TXNG_PAPERS") or folder)
    target.mkdir(parents=True, exist_ok=True)
    kept = []
    for number, picture in enumerate(paper.pages(pdf, 120), 1):
        kept.append(target / f"{name}-{number}.png")
        picture.save(kept[-1])
    return kept
