"""A province to look at."""

from __future__ import annotations

from tests.claims.framework import Claim, Context, Measured
from tests.harness import Installation

CLAIM = Claim(
    "house-18",
    "The demo of each province looks like one: at least 30 establishments, 80 products, 200 lots with diaries, 10 code "
    "batches with scans, dossiers in every state, and a sample code of every verdict (names.md 1–4).",
    kind="measurement",
    vi="Bản trình diễn của mỗi tỉnh có ít nhất 30 cơ sở, 80 sản phẩm, 200 lô có nhật ký, 10 lô mã đã được quét và hồ sơ ở "
    "mọi trạng thái.",
)
control = None
PROVINCES = ("can-tho", "cao-bang", "dak-nong")
LEAST = {
    "establishments": ("SELECT count(*) FROM registry_establishment", 30),
    "products": ("SELECT count(*) FROM catalogue_product", 80),
    "lots with a diary": ("SELECT count(DISTINCT lot_id) FROM production_diaryentry", 200),
    "code batches": ("SELECT count(*) FROM stamps_codebatch", 10),
    "products scanned": ("SELECT count(DISTINCT product_id) FROM resolver_scanline", 10),
    "states of dossiers": ("SELECT count(DISTINCT state) FROM registry_dossier", 10),
}


def measure(ctx: Context) -> Measured:
    wrong, figures = [], []
    for province in PROVINCES:
        site = ctx.installation(province)
        counted = count(site)
        wrong += lacking(counted) + [v for v in ("valid", "recalled", "void") if v not in site.facts["scan"]]
        figures.append(f"{province} " + "/".join(str(n) for n in counted.values()))
    return Measured(not wrong, f"{'/'.join(LEAST)}: {', '.join(figures)}{wrong or ''}", len(PROVINCES))


def count(site: Installation) -> dict[str, int]:
    return {name: int(site.sql(query, owner=True)[0][0]) for name, (query, _) in LEAST.items()}


def lacking(counted: dict[str, int]) -> list[str]:
    return [f"only {n} {name}" for name, n in counted.items() if n < LEAST[name][1]]
