"""The record says what was approved, and only as long as its papers hold."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "dossiers-08",
    "Under each profile every field of a product's record (names, photos, sound, label, certificates, test results, "
    "trademark, declaration, articles) is sent, compared field by field, kept as a snapshot at approval and counted by "
    "the rules in force that day; claims whose paper has run out, the establishment's own among them, leave the public "
    "page at Vietnamese midnight by themselves (CB 8, CT-REG 8, NĐ37 art. 23.5, issue 4.7–4.8).",
    vi="Ở mỗi tỉnh, mọi mục của hồ sơ sản phẩm được gửi, so từng mục, giữ nguyên bản khi duyệt và đếm theo quy định đang "
    "hiệu lực; giấy hết hạn tự rời trang công khai lúc nửa đêm.",
)
WHOLE = "tests/catalogue/test_whole_record.py"
AROUND = (
    "tests/catalogue/test_completeness.py",
    "tests/registry/test_papers_run_out.py",
    "tests/registry/test_profile.py",
)
FAULTS = (
    ("src/txng/resolver/claims.py", 'date.fromisoformat(paper["to"]) >= today', "today is not None"),
    (
        "src/txng/catalogue/actions/approve_change.py",
        "after = product.published() | lists",
        "after = product.published()",
    ),
)


def measure(ctx: Context) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures"
        passed, failed = ctx.pytest(WHOLE, *AROUND, env={"TXNG_FIGURES": str(figures)})
        lines = figures.read_text(encoding="utf-8").splitlines() if figures.exists() else []
    told: list[dict[str, Any]] = [json.loads(line) for line in lines]
    provinces = {line["province"] for line in told}
    whole = all(line["fields"] == line["compared"] == line["kept"] and line["gone"] == 5 for line in told)
    fields, gone = (sum(line[name] for line in told) for name in ("fields", "gone"))
    figure = (
        f"{len(provinces)} profiles: {fields} fields sent, compared and kept alike, {gone} claims off the page with their "
        f"papers; {passed} behaviours as declared, {failed} not"
    )
    return Measured(not failed and len(provinces) == 3 and whole, figure, fields)


def control(ctx: Context) -> bool:
    """A paper that counts for ever; a snapshot without its lists."""
    caught = []
    for path, right, wrong in FAULTS:
        with ctx.mutated(path, right, wrong) as broken:
            passed, failed = ctx.pytest(WHOLE, repository=broken)
        caught.append(failed == 3 and passed == 0)
    return all(caught)
