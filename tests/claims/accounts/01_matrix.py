"""Who is answered what."""

from __future__ import annotations

import re

from tests.claims.framework import Claim, Context, Measured

WHOLE_RUN = True
CLAIM = Claim(
    "accounts-01",
    "Every address × method × person × relation (own, same area, foreign, cancelled, absent) answers as declared by "
    "hand, and what is foreign reads like what is absent (G1, F10, F14).",
    vi="Mọi địa chỉ × phương thức × người × quan hệ (của mình, cùng địa bàn, của người khác, đã hủy, không có) trả lời đúng "
    "như bảng khai tay; cái của người khác đọc giống hệt cái không tồn tại.",
)
TABLE = "tests/permissions/test_matrix.py"
REACHES = {  # one area's reach taken away each: the rows that must notice, then (file, what stands there, what is planted)
    "dossier": ("src/txng/registry/queries.py", "Dossier.objects.filter(actor.reach(Permission.DOSSIER_READ), ", "Dossier.objects.filter("),
    "account": ("src/txng/accounts/queries.py", "Account.objects.filter(_seen_by(actor))", "Account.objects.filter()"),
    "product": ("src/txng/catalogue/queries.py", "Product.objects.filter(actor.reach(Permission.PRODUCT_READ))", "Product.objects.filter()"),
    "lot": ("src/txng/production/queries.py", "Lot.objects.filter(actor.reach(Permission.PRODUCTION_READ))", "Lot.objects.filter()"),
    "print": ("src/txng/stamps/queries.py", "PrintOrder.objects.filter(actor.reach(Permission.STAMP_READ))", "PrintOrder.objects.filter()"),
    "complaint": ("src/txng/oversight/queries.py", "Complaint.objects.filter(actor.reach(Permission.COMPLAINT_READ))", "Complaint.objects.filter()"),
}  # fmt: skip
RIGHT = ("src/txng/registry/actions/taking.py", "    actor.require(permission, dossier)\n", "")
DOOR = ("src/txng/access/gate.py", "if actor.kind not in kinds:", "if False:")


def cells(ctx: Context) -> int:
    """Each line of the table says what eight persons are answered."""
    files = (ctx.repository / "tests" / "permissions").glob("rows_*.py")
    lines = [
        line for path in files for line in re.findall(r"(?m)^.*?(?: +\d{3}){8}$", path.read_text(encoding="utf-8"))
    ]
    return 8 * len(lines)


def measure(ctx: Context) -> Measured:
    passed, failed = ctx.whole_run.of("tests.permissions.test_matrix")
    declared = cells(ctx)
    return Measured(
        failed == 0 and passed > 0, f"{declared} cells declared, {failed} rows answered otherwise", declared
    )


def control(ctx: Context) -> bool:
    """Each planted removal breaks at least one cell of its own rows."""

    def noticed(rows: str, *changes: str) -> list[str]:
        with ctx.mutated(*changes) as tree:
            return ctx.failures(TABLE, "-n", "2", "-k", f"Matrix and ({rows}) and not other_method", repository=tree)

    reaches = noticed(" or ".join(REACHES), *(word for change in REACHES.values() for word in change))
    silent = [area for area in REACHES if not any(f"_{area}" in row for row in reaches)]
    silent += [] if noticed("dossier or commune_viewer", *RIGHT) else ["the right to take"]
    silent += [] if noticed("home or work or list", *DOOR) else ["the door"]
    if silent:
        print(f"not noticed: {', '.join(silent)}")
    return not silent
