"""The regulation's own words."""

from __future__ import annotations

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "accounts-07",
    "For each kind of account under each profile the menu is the regulation's function groups that have a screen, in its "
    "words and order, by a golden file that cites the article (CB-17, CT-13).",
    vi="Thực đơn của từng loại tài khoản ở từng tỉnh đúng các nhóm chức năng của quy chế đã có màn hình, đúng chữ và thứ tự.",
)
STORY = "tests/stories/test_menus.py"


def measure(ctx: Context) -> Measured:
    passed, failed = ctx.pytest(STORY, "-n", "2", env={"TXNG_WHOLE": "1"})
    there: set[str] = set()
    missing: set[str] = set()
    for path in (ctx.repository / "tests" / "stories" / "menus").glob("*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line[:2] in ("+ ", "- "):
                (there if line[0] == "+" else missing).add(line[2:])
    figure = f"{passed - 3} menus as the files say, {failed} not; still without a screen: {', '.join(sorted(missing - there))}"
    return Measured(failed == 0 and passed == 15, figure, passed + failed)


def control(ctx: Context) -> bool:
    """One group loses its screen."""
    with ctx.mutated(
        "src/txng/project/navigation.py", '    ("agency", "accounts"): ("account-list", "users"),\n', ""
    ) as tree:
        _, failed = ctx.pytest(STORY, "-k", "can-tho and commune", repository=tree, env={"TXNG_WHOLE": "1"})
    return failed > 0
