"""Label templates as data: a new size is a new row, never a new drawing function (ux.md 3.7: T1–T8).

T7 is no label of its own but the A4 sheet on which the others stand: `columns` × `rows` say how many of each fit.
The same labels come on rolls, one after the other (`roll.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

MM = 72 / 25.4
A4 = (210.0, 297.0)
A5 = (148.0, 210.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBox:
    """A place for text, measured in mm from the label's upper left corner; sizes in points."""

    x: float
    top: float
    width: float
    height: float
    size: float
    smallest: float = 6.0  # ux.md 3.7: never below 6 pt, the code never below 7 pt
    lines: int = 1
    bold: bool = False
    centred: bool = False
    at_bottom: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """`code` is required on every label; the other boxes may be missing on a small one."""

    name: str
    width: float
    height: float
    columns: int
    rows: int
    qr_x: float
    qr_top: float
    qr_side: float
    code: TextBox
    domain: TextBox | None = None
    hint: TextBox | None = None
    product: TextBox | None = None
    lot: TextBox | None = None
    pin: TextBox | None = None  # under the scratch layer
    pin_hint: TextBox | None = None
    module: float = 0.5  # 4 dots at 203 dpi
    smallest_module: float = 0.375
    page: tuple[float, float] = A4
    gap_x: float = 0.0
    gap_y: float = 0.0
    round: bool = False
    on_rolls: bool = True

    @property
    def per_sheet(self) -> int:
        return self.columns * self.rows

    def origin(self, place: int) -> tuple[float, float]:
        """Lower left corner in mm of the label at `place` (row by row); the grid is centred on the page."""
        row, column = divmod(place, self.columns)
        grid_width = self.columns * self.width + (self.columns - 1) * self.gap_x
        grid_height = self.rows * self.height + (self.rows - 1) * self.gap_y
        left, top = (self.page[0] - grid_width) / 2, (self.page[1] + grid_height) / 2
        return left + column * (self.width + self.gap_x), top - row * (self.height + self.gap_y) - self.height


# For phones only: three dots a module at 203 dpi. Symbol, code and domain alone.
T1 = Template(
    name="T1",
    width=30,
    height=20,
    columns=6,
    rows=12,
    qr_x=0.1,
    qr_top=0.2,
    qr_side=15.4,
    module=0.375,
    code=TextBox(x=0.6, top=15.9, width=28.8, height=3.4, size=7, smallest=7, bold=True, centred=True),
    domain=TextBox(x=15.6, top=1.6, width=13.8, height=13.0, size=7, lines=5, centred=True),
)

# 32 on an A4 sheet. The code runs under everything else in one line, so that it can be read out.
T2 = Template(
    name="T2",
    width=40,
    height=30,
    columns=4,
    rows=8,
    qr_x=0.1,
    qr_top=0.4,
    qr_side=20.5,
    product=TextBox(x=20.65, top=1.6, width=18.75, height=6.2, size=7, lines=2, bold=True),
    lot=TextBox(x=20.65, top=8.1, width=18.75, height=7.5, size=6, lines=3),
    hint=TextBox(x=20.65, top=15.6, width=18.75, height=5.0, size=6, lines=2, at_bottom=True),
    code=TextBox(x=1.5, top=21.0, width=37.0, height=3.4, size=8, smallest=7, bold=True, centred=True),
    domain=TextBox(x=1.5, top=24.4, width=37.0, height=5.0, size=7, lines=2, centred=True),
)

# Cartons and bags: five dots a module at 203 dpi.
T3 = Template(
    name="T3",
    width=60,
    height=40,
    columns=3,
    rows=7,
    qr_x=0.4,
    qr_top=0.4,
    qr_side=25.7,
    module=0.625,
    product=TextBox(x=26.5, top=2.0, width=32.5, height=8.6, size=10, smallest=7, lines=2, bold=True),
    lot=TextBox(x=26.5, top=11.0, width=32.5, height=5.4, size=8, lines=2),
    hint=TextBox(x=26.5, top=16.6, width=32.5, height=3.2, size=7),
    pin_hint=TextBox(x=26.5, top=20.0, width=32.5, height=2.6, size=6),
    pin=TextBox(x=26.5, top=22.8, width=32.5, height=4.0, size=10, smallest=8, bold=True, centred=True),
    code=TextBox(x=1.5, top=27.4, width=57.0, height=5.0, size=12, smallest=9, bold=True, centred=True),
    domain=TextBox(x=1.5, top=33.0, width=57.0, height=5.0, size=9, centred=True),
)

# A square jar lid: what has no room beside the symbol is left out.
T4 = Template(
    name="T4",
    width=30,
    height=30,
    columns=6,
    rows=9,
    qr_x=4.75,
    qr_top=0.3,
    qr_side=20.5,
    code=TextBox(x=0.6, top=20.9, width=28.8, height=3.2, size=7, smallest=7, bold=True, centred=True),
    domain=TextBox(x=1.2, top=24.2, width=27.6, height=5.2, size=6.5, lines=2, centred=True),
)

# A round lid. Four modules of white beside the symbol and two lines below it leave three dots a module.
T5 = Template(
    name="T5",
    width=30,
    height=30,
    columns=6,
    rows=8,
    gap_x=2,
    gap_y=2,
    qr_x=7.3,
    qr_top=2.3,
    qr_side=15.4,
    module=0.375,
    code=TextBox(x=1.8, top=17.8, width=26.4, height=3.0, size=7, smallest=7, bold=True, centred=True),
    domain=TextBox(x=5.0, top=20.9, width=20.0, height=5.0, size=6, lines=2, centred=True),
    round=True,
)

# The thermal roll of small packers; 24 on an A4 sheet.
T6 = Template(
    name="T6",
    width=50,
    height=30,
    columns=3,
    rows=8,
    qr_x=0.1,
    qr_top=0.4,
    qr_side=20.5,
    product=TextBox(x=20.65, top=1.6, width=28.75, height=6.6, size=7.5, lines=2, bold=True),
    lot=TextBox(x=20.65, top=8.4, width=28.75, height=5.0, size=6, lines=2),
    hint=TextBox(x=20.65, top=15.2, width=28.75, height=5.4, size=6.5, lines=2, at_bottom=True),
    code=TextBox(x=1.5, top=21.0, width=47.0, height=3.8, size=9, smallest=7, bold=True, centred=True),
    domain=TextBox(x=1.5, top=24.8, width=47.0, height=4.5, size=7, centred=True),
)

# A sign at a market stall, read from a metre away: no label for a pack, one on an A5 page.
T8 = Template(
    name="T8",
    width=136,
    height=198,
    columns=1,
    rows=1,
    page=A5,
    qr_x=26.5,
    qr_top=44.0,
    qr_side=82.5,
    module=2.0,
    product=TextBox(x=6, top=6, width=124, height=26, size=28, smallest=14, lines=2, bold=True, centred=True),
    lot=TextBox(x=6, top=33, width=124, height=9, size=16, smallest=10, centred=True),
    code=TextBox(x=6, top=128, width=124, height=12, size=22, smallest=12, bold=True, centred=True),
    hint=TextBox(x=6, top=144, width=124, height=20, size=20, smallest=12, lines=2, centred=True),
    domain=TextBox(x=6, top=168, width=124, height=20, size=20, smallest=12, lines=2, centred=True),
    on_rolls=False,
)

# The card of a plan (DN-03: mã, thẻ, tem), as large as a bank card.
CARD = Template(
    name="THE",
    width=85,
    height=54,
    columns=2,
    rows=5,
    qr_x=1.0,
    qr_top=1.6,
    qr_side=36.0,
    module=0.875,
    product=TextBox(x=38, top=4.0, width=44.5, height=13.6, size=11, smallest=8, lines=3, bold=True),
    lot=TextBox(x=38, top=18.0, width=44.5, height=7.0, size=8, lines=2),
    hint=TextBox(x=38, top=25.4, width=44.5, height=7.0, size=8, smallest=7, lines=2),
    pin_hint=TextBox(x=38, top=31.0, width=44.5, height=2.6, size=6),
    pin=TextBox(x=38, top=33.6, width=44.5, height=4.2, size=11, smallest=8, bold=True, centred=True),
    code=TextBox(x=3.0, top=38.4, width=79.0, height=6.4, size=14, smallest=9, bold=True, centred=True),
    domain=TextBox(x=3.0, top=45.4, width=79.0, height=5.6, size=11, smallest=8, centred=True),
)

TEMPLATES = {template.name: template for template in (T1, T2, T3, T4, T5, T6, T8, CARD)}
