"""The papers a person prints."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "dossiers-06",
    "The filled form, the receipt, the activation letter, the hand-over record and the certificate, under each profile "
    "and with the longest names the forms accept, are rendered to pictures: text in NFC, no word outside the margins or "
    "over another, and each QR decodes and opens its record (CB-07, CT-05, UX-30).",
    vi="Phiếu đăng ký, giấy tiếp nhận, thư kích hoạt, biên bản bàn giao và Giấy xác nhận, kể cả với tên dài nhất, không tràn chữ; "
    "mã QR mở đúng hồ sơ.",
)
TESTS = "tests/papers/test_every_paper.py"
PICTURES = Path(".txng") / "papers"


def measure(ctx: Context) -> Measured:
    pictures = ctx.repository / PICTURES
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures"
        passed, failed = ctx.pytest(TESTS, env={"TXNG_FIGURES": str(figures), "TXNG_PAPERS": str(pictures)})
        lines = [json.loads(line) for line in figures.read_text(encoding="utf-8").splitlines()]
    pages = sum(line["pages"] for line in lines)
    words = sum(line["words"] for line in lines)
    kept = len(list(pictures.glob("*.png")))
    figure = f"{len(lines)} papers, {pages} pages, {words} words; {failed} faults; {kept} pictures in {PICTURES}"
    return Measured(not failed and len(lines) == 30 and kept >= pages, figure, len(lines))


def control(ctx: Context) -> bool:
    """A name of 300 letters without a space, which no line can break: papers must be found at fault."""
    _, failed = ctx.pytest(TESTS, "-k", "can-tho and longest and giay-tiep-nhan", env={"TXNG_LOOSE_PAPER": "1"})
    return failed == 1
