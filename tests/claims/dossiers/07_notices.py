"""What is told arrives."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "dossiers-07",
    "E-mails arrive at the SMTP sink; a sink that is down, slow, cut off or refusing for now loses nothing (issue 4.9).",
    vi="Thư điện tử đến nơi; máy chủ thư hỏng, chậm, đứt giữa chừng không làm mất thư nào.",
)
LOST = "tests/notifications/test_nothing_is_lost.py"
DELIVERY = "tests/notifications/test_delivery.py"
STORY = "tests/stories/test_notices.py"
KEPT = "        row.next_try_at = next_try(at, row.tries)\n"


def measure(ctx: Context) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures"
        passed, failed = ctx.pytest(LOST, DELIVERY, STORY, env={"TXNG_FIGURES": str(figures), "TXNG_WHOLE": "1"})
        lines = figures.read_text(encoding="utf-8").splitlines() if figures.exists() else []
    told = json.loads(lines[-1]) if lines else {"made": 0, "arrived": 0, "twice": 0}
    holds = not failed and told["made"] >= 200 and told["arrived"] == told["made"] and not told["twice"]
    figure = (
        f"{told['arrived']} of {told['made']} letters arrived, {told['twice']} twice, through a sink that was down, "
        f"died, cut the line and put them off; {passed} behaviours of a real SMTP sink and of the inbox as declared, {failed} not"
    )
    return Measured(holds, figure, told["made"])


def control(ctx: Context) -> bool:
    """A letter that could not be delivered at the first try is given up."""
    with ctx.mutated(
        "src/txng/notifications/delivery.py", KEPT, "        _step(row, MessageState.REJECTED)\n"
    ) as broken:
        passed, failed = ctx.pytest(LOST, repository=broken)
    return failed == 1 and passed == 0
