"""Product pictures for practice and demonstration, drawn by code: no photograph, nobody else's licence.

from txng.ui.illustrations import KINDS, draw
draw("durian")               # JPEG bytes, 640 × 480, always the same ones
draw("durian", variant=3)    # the same thing in another light, for a second product of its kind
"""

from __future__ import annotations

import io
from functools import lru_cache

from txng.ui.illustrations import crafts, drinks, field, fruit, meat, nuts, water
from txng.ui.illustrations.canvas import Canvas, Painter

_PAINTERS: dict[str, Painter] = {
    **fruit.PAINTERS,
    **nuts.PAINTERS,
    **field.PAINTERS,
    **drinks.PAINTERS,
    **meat.PAINTERS,
    **water.PAINTERS,
    **crafts.PAINTERS,
}
LARGEST = 40_000
KINDS: tuple[str, ...] = tuple(sorted(_PAINTERS))


@lru_cache(maxsize=128)
def draw(kind: str, variant: int = 0) -> bytes:
    """A picture of that kind of goods as a JPEG. Raises KeyError for a kind nobody has drawn."""
    paint = _PAINTERS[kind]
    canvas = Canvas(kind, variant)
    paint(canvas)
    picture = canvas.finished()
    # Weaving and scales are made of many small edges; there a coarser quantisation is not seen.
    for quality in (84, 76, 68, 60, 50):
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        if out.tell() < LARGEST:
            break
    return out.getvalue()
