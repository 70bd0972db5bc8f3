"""What is promised of hands."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "dossiers-02",
    "In the browser: an owner registers with at most 25 typed fields, none asked twice; an officer approves in 2 clicks, "
    "returns in 3 and undoes in 1 (UX-16, UX-17).",
    kind="measurement",
    vi="Trong trình duyệt: đăng ký gõ tối đa 25 ô, không ô nào hỏi hai lần; cán bộ phê duyệt 2 lần bấm, yêu cầu bổ sung "
    "3 lần bấm, hoàn tác 1 lần bấm.",
)
TESTS = "tests/stories/test_clicks.py"


def measure(ctx: Context) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures"
        passed, failed = ctx.pytest(TESTS, env={"TXNG_FIGURES": str(figures), "TXNG_WHOLE": "1"})
        lines = figures.read_text(encoding="utf-8").splitlines() if figures.exists() else []
    found = [json.loads(line) for line in lines]
    told = "; ".join(
        f"{one['province']}: {one['asked']} asked, {one['typed']} typed, approve {one['approve']}, "
        f"return {one['return']}, undo {one['undo']}"
        for one in found
    )
    return Measured(failed == 0 and passed == 2, told or "no walk arrived", len(found))


def control(ctx: Context) -> bool:
    """A list whose rows lead to nothing: the officer needs more hands than promised, or never arrives."""
    path, old = (
        "src/txng/registry/templates/registry/agency/bar.html",
        "action=\"{% url 'dossier-approve' dossier.id %}\"",
    )
    with ctx.mutated(path, old, "action=\"{% url 'dossier-reject' dossier.id %}\"") as tree:
        _, failed = ctx.pytest(TESTS, "-k", "cao-bang", repository=tree, env={"TXNG_WHOLE": "1"})
    return failed > 0
