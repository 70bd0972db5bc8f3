"""Label templates as data: a new size is a new row, never a new drawing function (ux.md 3.7: T1–T8)."""

from __future__ import annotations

from dataclasses import dataclass

MM = 72 / 25.4
A4 = (210.0, 297.0)


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
    module: float = 0.5  # 4 dots at 203 dpi
    smallest_module: float = 0.375
    page: tuple[float, float] = A4
    gap_x: float = 0.0
    gap_y: float = 0.0

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

TEMPLATES = {template.name: template for template in (T2,)}
