"""Every URL × every person."""

from __future__ import annotations

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "house-12",
    "The permission table has a row for every URL name and a column for every member of the cast, and each answer is as listed (F10, G14).",
    vi="Bảng quyền có một dòng cho mỗi địa chỉ và một cột cho mỗi người; mọi câu trả lời đúng như bảng.",
)
TABLE = "tests/permissions/test_every_url.py"


def measure(ctx: Context) -> Measured:
    passed, failed = ctx.pytest(TABLE)
    return Measured(
        failed == 0 and passed > 0, f"{passed - 2} rows × 8 persons as listed, {failed} not", passed + failed
    )


def control(ctx: Context) -> bool:
    """A row taken out of the table is missed."""
    row = '    ("GET", "my-work"):'
    with ctx.mutated("tests/permissions/rows_project.py", row, '    ("GET", "my-work-gone"):') as tree:
        _, failed = ctx.pytest(TABLE, "-k", "missing", repository=tree)
    return failed > 0
