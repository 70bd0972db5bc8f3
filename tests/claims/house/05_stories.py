"""The whole story in a browser."""

from __future__ import annotations

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "house-05",
    "The story from a dossier to a scanned stamp is walked in Chromium at 360×740 and 1280×800 under all three profiles, with and without JavaScript (CB-07…12, CT-05…10, UX-05).",
    vi="Câu chuyện từ hồ sơ đến quét tem chạy trong Chromium ở hai khổ màn hình, dưới cả ba tỉnh, có và không có JavaScript.",
)


def measure(ctx: Context) -> Measured:
    passed, failed = ctx.pytest("tests/stories")
    return Measured(failed == 0 and passed >= 6, f"{passed} walks passed, {failed} failed", passed + failed)


def control(ctx: Context) -> bool:
    """Where stamps could be activated without the nine fields the story is not told to its end."""
    with ctx.mutated("src/txng/stamps/actions/activate_codes.py", "    if missing:\n", "    if missing and False:\n") as tree:
        _, failed = ctx.pytest("tests/stories", "-k", "phone and tho", repository=tree)
    return failed > 0
