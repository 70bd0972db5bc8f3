"""Every URL × every person."""

from __future__ import annotations

import re

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "house-12",
    "The permission table has a row for every URL name and a column for every member of the cast, and each answer is as listed (F10, G14).",
    vi="Bảng quyền có một dòng cho mỗi địa chỉ và một cột cho mỗi người; mọi câu trả lời đúng như bảng.",
)
TABLE = "tests/permissions/test_matrix.py"


def measure(ctx: Context) -> Measured:
    passed, failed = ctx.pytest(TABLE, "-n", "2", env={"TXNG_WHOLE": "1"})
    return Measured(failed == 0 and passed > 0, f"{cells(ctx)} cells as listed, {failed} rows not", passed + failed)


def cells(ctx: Context) -> int:
    """Each line of the table says what eight persons are answered."""
    files = (ctx.repository / "tests" / "permissions").glob("rows_*.py")
    return 8 * sum(len(re.findall(r"(?m)^.*?(?: +\d{3}){8}$", path.read_text(encoding="utf-8"))) for path in files)


def control(ctx: Context) -> bool:
    """A row taken out of the table is missed."""
    with ctx.mutated("tests/permissions/rows_project.py", "GET  my-work ", "GET  my-work-gone ") as tree:
        _, failed = ctx.pytest(TABLE, "-k", "missing", repository=tree)
    return failed > 0
