"""The papers a person prints, an officer signs and an agency keeps."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "dossiers-06",
    "Ten papers (the filled form, the officer's copy, the receipt, the notices of supplements, of approval and of "
    "rejection, the activation letter, the hand-over record, the certificate, the archive cover), under each profile, "
    "as usual, with the longest names the forms accept and with names of 300 letters without a space, are rendered to "
    "pictures: the whole text equals the expected text in NFC, no word outside the margins or over another, and each QR "
    "decodes and opens its record by an address nobody can guess (CB-07, CT-05, UX-30).",
    vi="Mười loại giấy, từ phiếu đăng ký đến bìa hồ sơ lưu, kể cả với tên dài 300 chữ viết liền: toàn văn đúng từng chữ, "
    "không tràn lề; mã QR mở đúng hồ sơ.",
)
TESTS = "tests/papers/test_every_paper.py"
PICTURES = Path(".txng") / "papers"
PAPERS = 10 * 3 * 3
FAULTS = {
    "TXNG_LOOSE_PAPER": "a name of 300 letters glued so that no line can break",
    "TXNG_LOST_WORD": "a paper that lost a word",
    "TXNG_DECOMPOSED": "marks beside their letters",
}


def measure(ctx: Context) -> Measured:
    pictures = ctx.repository / PICTURES
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures"
        passed, failed = ctx.pytest(
            TESTS, env={"TXNG_FIGURES": str(figures), "TXNG_PAPERS": str(pictures), "TXNG_WHOLE": "1"}
        )
        lines = [json.loads(line) for line in figures.read_text(encoding="utf-8").splitlines()]
    pages = sum(line["pages"] for line in lines)
    words = sum(line["words"] for line in lines)
    kept = len(list(pictures.glob("*.png")))
    figure = f"{len(lines)} papers, {pages} pages, {words} words; {failed} faults; {kept} pictures in {PICTURES}"
    return Measured(not failed and len(lines) == PAPERS and kept >= pages, figure, len(lines))


def control(ctx: Context) -> bool:
    """Each planted fault must be found in both papers."""
    chosen = "can-tho and usual and (giay-tiep-nhan or ket-qua-phe-duyet)"
    return all(ctx.pytest(TESTS, "-k", chosen, env={fault: "1", "TXNG_WHOLE": "1"})[1] == 2 for fault in FAULTS)
