"""How much of what is made up the quiet flags notice, and how often they bother honest people."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.claims.framework import Claim, Context, Measured
from tests.harness import REPOSITORY, Installation

BESIDE = True
CLAIM = Claim(
    "workspace-07",
    "Of a seeded corpus of 240 honest and 240 doctored diaries, made by a generator that knows no rule, the flags of the "
    "third that was held back are right in at least nine of ten; and no honest diary of a demo province is flagged "
    "(ux.md 1.6, domain.md 8.2).",
    kind="measurement",
    vi="Trên bộ 240 nhật ký thật và 240 nhật ký bịa (do bộ sinh không biết quy tắc nào), ở phần để riêng không dùng khi đặt "
    "ngưỡng, ít nhất chín trong mười dấu hiệu là đúng; không nhật ký thật nào của tỉnh trình diễn bị nêu.",
)
PROVINCES = ("can-tho", "cao-bang", "dak-nong")
RIGHT = 0.9  # of the flagged diaries of the part held back; half of that part is honest, as nowhere in life
RULES = ("waiting", "order", "yield", "photo", "rhythm", "sitting")


def measure(ctx: Context) -> Measured:
    scores = judged()[""]
    tuned, held = scores["tuned"], scores["held back"]
    demo, read = {}, 0
    for province in PROVINCES:
        with demo_alone(ctx, province) as site:  # in the shared ones other claims have written meanwhile
            found, lots = flagged(site)
        demo[province], read = found, read + lots
    wrong = [f"{p}: {[f['lot'] for f in found]}" for p, found in demo.items() if len(expected(found)) != len(found)]
    missing = [province for province, found in demo.items() if len(found) != 1]
    figure = (
        f"{told(tuned, 'tuned')}; {told(held, 'held back')}; demo: {read} lots of {len(PROVINCES)} provinces read, "
        f"flagged only the one written in one evening on purpose in each{'' if not (wrong or missing) else ' – NOT: '}"
        f"{wrong or ''}{missing or ''}"
    )
    n = sum(score["honest"] + score["doctored"] for score in scores.values()) + read
    return Measured(held["precision"] >= RIGHT and not wrong and not missing, figure, n)


@contextlib.contextmanager
def demo_alone(ctx: Context, province: str) -> Iterator[Installation]:
    site = ctx.own_installation(province)
    try:
        site.take_template()
        yield site
    finally:
        site.stop()


def told(score: dict[str, Any], part: str) -> str:
    kinds = ", ".join(f"{kind} {caught}/{of}" for kind, (caught, of) in score["by_kind"].items())
    return (
        f"{part}: precision {score['precision']:.2f}, recall {score['recall']:.2f} "
        f"({score['alarms']} of {score['honest']} honest flagged; caught {kinds})"
    )


def expected(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The diary of the demo that was made to be noticed, and for the reason it was made for."""
    return [one for one in found if {flag["code"] for flag in one["flags"]} == {"sitting"}]


def flagged(site: Installation) -> tuple[list[dict[str, Any]], int]:
    *lots, end = [json.loads(line) for line in site.manage("look_through_diaries").splitlines()]
    return lots, end["lots_read"]


@cache
def judged() -> dict[str, dict[str, Any]]:
    """Precision and recall of both parts, with all rules (`""`) and without each. In a process of its own: a claim
    knows no Django."""
    environment = {"DJANGO_SETTINGS_MODULE": "txng.project.settings", "TXNG_PROVINCE": "can-tho"}
    paths = os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)])
    done = subprocess.run(
        [sys.executable, "-m", "tests.production.plausibility.measuring"],
        cwd=REPOSITORY,
        env=os.environ | environment | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return answer


def control(ctx: Context) -> bool:
    """Each rule switched off is missed in the tuned part; with a foolish threshold the demo is flagged all over."""
    whole = judged()[""]["tuned"]["caught"]
    if not all(judged()[rule]["tuned"]["caught"] <= whole - 8 for rule in RULES):
        return False
    foolish = ("src/txng/production/data/plausibility.toml", "entries = 6\nsame_gap", "entries = 1\nsame_gap")
    foolish += (foolish[0], "spread_days = 28\nentries = 6", "spread_days = 0\nentries = 1")
    with ctx.mutated(*foolish) as tree, ctx.own_installation("can-tho", repository=tree, same_data=True) as site:
        return len(flagged(site)[0]) > 10
