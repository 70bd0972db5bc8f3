"""A hundred thousand labels, written and read."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.bench import labels
from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "stamps-04",
    "100,000 labels with Vietnamese text become a PDF within 15 s and 200 MB, and all of a random 2,000 decode as their "
    "own code at 203 and 300 dpi, after 1-px blur and after 10 % ink gain (UX-20).",
    kind="time",
    vi="100.000 tem có chữ tiếng Việt thành tệp PDF trong 15 giây và 200 MB; 2.000 tem lấy ngẫu nhiên đều đọc đúng mã ở "
    "203 và 300 dpi, kể cả khi mờ 1 điểm ảnh hoặc nhòe 10 % mực.",
)
ALONE = True
# What the measuring must notice: modules of a dot and a half, and a frame printed into the white around the symbol.
TOO_SMALL = (
    *("src/txng/stamps/labels/templates.py", "    module: float = 0.5  #", "    module: float = 0.19  #"),
    *("src/txng/stamps/labels/templates.py", "smallest_module: float = 0.375", "smallest_module: float = 0.1"),
)
_FRAME = (
    "{num(place.x - 4)} {num(place.y - 4)} {num(place.side + 8)} {num(place.side + 8)} re f "
    "1 g {num(place.x)} {num(place.y)} {side} {side} re f 0 g "
)
NO_QUIET_ZONE = ("src/txng/stamps/labels/document.py", 'f"q {side} 0 0', f'f"{_FRAME}q {{side}} 0 0')


def measure(ctx: Context) -> Measured:
    written, read = labels.whole(print)
    holds = (
        written.labels == labels.LABELS
        and written.seconds <= labels.SECONDS
        and written.mb <= labels.MEGABYTES
        and not read.misread
    )
    figure = (
        f"{written.labels:,} labels in {written.seconds:.1f} s, peak {written.mb:.0f} MB; "
        f"{read.looked - len(read.misread):,} of {read.looked:,} readings right"
    )
    return Measured(holds, figure + (f"; {read.misread[:3]}" if read.misread else ""), read.looked)


def control(ctx: Context) -> bool:
    """Both faults are printed by a tree of their own and looked at as everything else is."""
    return all(_misread(ctx, fault) for fault in (TOO_SMALL, NO_QUIET_ZONE))


def _misread(ctx: Context, fault: tuple[str, ...]) -> bool:
    with ctx.mutated(*fault) as tree, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tem.pdf"
        labels.write(path, 320, repository=tree)
        return bool(labels.read(path, 320, 20).misread)
