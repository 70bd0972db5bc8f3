"""The first story, walked whole."""

from __future__ import annotations

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "house-05",
    "From a dossier to a scanned stamp, a recall and its lifting: the whole story in Chromium under three profiles with "
    "the differences of names.md 6, on a phone without JavaScript and on a desk with it (UX-05, CT-05–CT-09, CB-07–CB-13, "
    "CB-31).",
    vi="Cả quy trình từ hồ sơ đến tem được quét, thu hồi và bãi bỏ, đi trọn trong trình duyệt ở ba tỉnh, trên điện thoại "
    "không có JavaScript và trên máy tính.",
)
STORY = "tests/stories"
PROFILE = "src/txng/provinces/profiles/can-tho.toml"


def measure(ctx: Context) -> Measured:
    passed, failed = ctx.pytest(STORY, "-n", "2", "--dist", "worksteal", env={"TXNG_WHOLE": "1"})
    figure = f"{passed} walks arrived, {failed} did not"
    return Measured(failed == 0 and passed >= 6, figure, passed + failed)


def control(ctx: Context) -> bool:
    """A profile that opens a second door for dossiers where the regulation names one: the story stops at it."""
    only, both = 'filing_channels = ["managing-agency"]', 'filing_channels = ["managing-agency", "operator"]'
    with ctx.mutated(PROFILE, only, both) as tree:
        _, failed = ctx.pytest(STORY, "-k", "can-tho and phone", repository=tree)
    return failed > 0
