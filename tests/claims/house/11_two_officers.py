"""Two officers deciding at once."""

from __future__ import annotations

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "house-11",
    "Of two officers deciding a dossier, a product or an account at the same moment one wins and the other is told (G12).",
    vi="Hai cán bộ cùng xử lý một hồ sơ, một sản phẩm hay một tài khoản: một người thành công, người kia được báo ai đã xử lý.",
)
TESTS = (
    "tests/registry/test_two_officers.py",
    "tests/catalogue/test_two_officers.py",
    "tests/accounts/actions/test_two_operators.py",
)


def measure(ctx: Context) -> Measured:
    passed, failed = ctx.pytest(*TESTS)
    return Measured(failed == 0 and passed > 0, f"{passed} races held, {failed} did not", passed + failed)


def control(ctx: Context) -> bool:
    """The lock taken out of the product's decision: the same race no longer holds."""
    with ctx.mutated("src/txng/catalogue/actions/deciding.py", "select_for_update(", "select_for_update_gone(") as tree:
        path = tree / "src/txng/catalogue/models.py"
        path.write_text(
            path.read_text(encoding="utf-8")
            + "\n\nmodels.QuerySet.select_for_update_gone = lambda self, *a, **k: self.all()\n",
            encoding="utf-8",
        )
        _, failed = ctx.pytest("tests/catalogue/test_two_officers.py", "-k", "one_wins", repository=tree)
    return failed > 0
