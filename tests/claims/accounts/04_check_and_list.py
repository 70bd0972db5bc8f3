"""One by one, and in lists."""

from __future__ import annotations

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "accounts-04",
    "Of every protected model, what somebody may open and what they are listed are the same rows, for random grants and "
    "for all people; communes merge, and every reach follows in that transaction (G1, F14).",
    vi="Với mọi bảng được bảo vệ, cái được mở và cái được liệt kê là một, với quyền ngẫu nhiên và với mọi người; sáp nhập xã "
    "thì mọi phạm vi theo về cùng lúc.",
)
TESTS = ("tests/access", "tests/places/test_merging.py")
BROKEN = [
    ("src/txng/access/scopes.py", "q &= Q(sector__in=sorted(self.sectors))", "pass", "tests/access"),
    ("src/txng/access/scopes.py", "thing.unit_path.startswith(self.unit_path)", "self.unit_path in thing.unit_path", "tests/access"),
    ("src/txng/project/subscriptions.py", "        stamps.follow_merger,\n", "", "tests/places/test_merging.py"),
]  # fmt: skip


def measure(ctx: Context) -> Measured:
    passed, failed = ctx.pytest(*TESTS)
    return Measured(failed == 0 and passed > 10, f"{passed} properties held, {failed} did not", passed + failed)


def control(ctx: Context) -> bool:
    """The rule said otherwise in SQL, otherwise in Python; an area that does not follow."""
    for path, old, new, tests in BROKEN:
        with ctx.mutated(path, old, new) as tree:
            if not ctx.pytest(tests, repository=tree)[1]:
                print(f"not noticed: {path}: {old.strip()}")
                return False
    return True
