"""The lists of an establishment as Excel, there and back."""

from __future__ import annotations

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "workspace-05",
    "Of each list with Excel import a file that is taken along and sent back changes nothing; three changed cells change "
    "exactly three; a new row is read as it was typed, is recognised when it is sent again and can be taken back "
    "(item 1 of issue 6).",
    vi="Mỗi danh sách nhập được từ Excel: tải về rồi gửi lại thì không có gì đổi; sửa ba ô thì đúng ba ô đổi; dòng mới được đọc "
    "đúng như đã gõ, gửi lại thì được nhận ra, và hoàn tác được.",
)
TRIP = "tests/production/sheets/test_round_trip.py"
WRONG = "tests/production/sheets/test_wrong_files.py"
SHEETS = 9  # nhân công, sản phẩm, thửa đất, xưởng, lô, danh mục vật tư, vật tư cho lô, kho, khách hàng/nhà cung cấp


def measure(ctx: Context) -> Measured:
    passed, failed = ctx.pytest(TRIP, env={"TXNG_WHOLE": "1"})
    other, broken = ctx.pytest(WRONG)
    trips = (passed - 3) // 3
    figure = (
        f"{trips} lists there and back, unchanged, with three cells changed, and with a new row taken back; {failed} not; "
        f"{other} stories of wrong files and rights, {broken} not"
    )
    return Measured(failed == 0 and broken == 0 and trips == SHEETS, figure, passed + other)


def control(ctx: Context) -> bool:
    """The importer takes a code for a number, and its leading zeros with it."""
    with ctx.mutated(
        "src/txng/production/sheets/columns.py",
        'return text.replace(" ", "").upper()',
        'return text.replace(" ", "").upper().lstrip("0")',
    ) as tree:
        _passed, failed = ctx.pytest(TRIP, "-k", "lo-hang or san-pham", repository=tree)
    return failed > 0
