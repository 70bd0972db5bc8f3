"""Five thousand households from one Excel file."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "dossiers-03",
    "An Excel file of 5,000 rows is previewed with progress, its errors stand once each with their rows, it is entered "
    "and taken back; a wrong or old template is stopped with one sentence (item 1 of issue 4, ux.md 4.8).",
    kind="measurement",
    vi="Tệp Excel 5.000 dòng được xem trước có tiến độ, lỗi gộp theo cách sửa, nhập rồi hoàn tác được; tệp sai mẫu hoặc mẫu "
    "cũ bị chặn bằng một câu.",
)
LARGE = "tests/registry/imports/test_five_thousand.py"
STORY = "tests/registry/imports/test_story.py"
WRONG = f"{STORY}::test_a_file_that_is_not_todays_template_is_stopped_with_one_sentence"


def measure(ctx: Context) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures"
        passed, failed = ctx.pytest(LARGE, WRONG, env={"TXNG_FIGURES": str(figures)})
        found: dict[str, Any] = json.loads(figures.read_text(encoding="utf-8")) if figures.exists() else {}
    holds = failed == 0 and passed == 7 and found.get("rows") == 5_000 and found["groups"] == 5
    figure = (
        f"{found.get('rows')} rows: sent in {found.get('upload_s')} s, previewed in {found.get('preview_s')} s with "
        f"{found.get('preview_queries')} statements and {found.get('groups')} groups of errors, entered in "
        f"{found.get('enter_s')} s (progress {found.get('progress')}), taken back in {found.get('undo_s')} s, "
        f"{found.get('more_mb')} MB more memory; 6 wrong templates, one sentence each"
    )
    return Measured(holds, figure, found.get("rows", 0))


def control(ctx: Context) -> bool:
    """A template is taken for today's whatever its mark says."""
    with ctx.mutated(
        "src/txng/registry/imports/reading.py", "if mark[2] != form.version", "if mark[2] == 'never'"
    ) as tree:
        _passed, failed = ctx.pytest(WRONG, repository=tree)
    return failed >= 1
