"""The participation certificate: its signature, and its end."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "dossiers-05",
    "A signed participation certificate is valid for an independent reader, each of its signed bytes when flipped makes "
    "it invalid, and its page says suspended or revoked within 1 s of the commit (CB-33, CT-25, D14).",
    kind="time",
    vi="Giấy xác nhận ký số được trình đọc độc lập xác nhận; đổi một byte bất kỳ là không hợp lệ; thu hồi thì trang kiểm tra báo "
    "trong 1 giây.",
)
SIGNED = "tests/oversight/test_signing.py"
ENDED = "tests/oversight/test_revoked_at_once.py"
LIMIT = 1.0


def measure(ctx: Context) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures"
        told = {"TXNG_FIGURES": str(figures), "TXNG_EVERY_BYTE": "1"}
        passed, failed = ctx.pytest(SIGNED, env=told)
        for _ in range(3):
            _, wrong = ctx.pytest(ENDED, env=told)
            failed += wrong
        lines = [json.loads(line) for line in figures.read_text(encoding="utf-8").splitlines()]
    spoilt = sum(line.get("bytes", 0) for line in lines)
    accepted = sum(line.get("accepted", 0) for line in lines)
    best = [min(line["seconds"][how] for line in lines if "seconds" in line) for how in ("suspend", "revoke")]
    figure = (
        f"{spoilt} bytes flipped one by one, {accepted} accepted; {passed} checks of signature and signing service; "
        f"the page says suspended after {best[0]:.3f} s, revoked after {best[1]:.3f} s"
    )
    return Measured(not failed and spoilt > 10_000 and not accepted and max(best) <= LIMIT, figure, spoilt)


def control(ctx: Context) -> bool:
    """One wrong bit in the signed paper, and a page remembered for a minute."""
    valid = f"{SIGNED}::test_two_readers_find_the_signature_valid"
    spoilt = ctx.pytest(valid, env={"TXNG_SPOILT_PAPER": "1"})
    kept = ctx.pytest(ENDED, env={"TXNG_KEPT_PAGE": "1"})
    return spoilt == (0, 1) and kept == (0, 1)
