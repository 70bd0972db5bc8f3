"""Every route of domain.md 16.2, every state and refusal, and the clocks."""

from __future__ import annotations

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "dossiers-01",
    "Every route a dossier may take under the three profiles, every step and refusal, the clocks across Tết, weekends and "
    "exchanged days, the undo of ten minutes, and the pre-checks of both sides hold (CB-07–CB-13, CT-05–CT-09, D14, UX-18).",
    vi="Mọi đường đi của hồ sơ ở ba tỉnh, mọi bước và mọi từ chối, thời hạn qua Tết, cuối tuần và ngày làm bù, hoàn tác "
    "trong 10 phút và kiểm tra trước cho cả hai phía đều đúng.",
)
TESTS = (
    "tests/registry/test_routes.py",
    "tests/registry/test_prechecks.py",
    "tests/registry/test_desk.py",
    "tests/review/test_undo.py",
)


def measure(ctx: Context) -> Measured:
    passed, failed = ctx.pytest(*TESTS)
    return Measured(failed == 0 and passed >= 130, f"{passed} stories hold, {failed} do not", passed + failed)


def control(ctx: Context) -> bool:
    """Tết that is a week of work; a reason that anybody may add in a second round: each is noticed."""
    caught = []
    for path, old, new in (
        ("src/txng/provinces/calendar.toml", "last = 2026-02-22 ", "last = 2026-02-16 "),
        ("src/txng/registry/actions/return_dossier.py", "and actor.seats != 1", ""),
    ):
        with ctx.mutated(path, old, new) as tree:
            _, failed = ctx.pytest(TESTS[0], repository=tree)
        caught.append(failed > 0)
    return all(caught)
