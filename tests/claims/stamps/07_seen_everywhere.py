"""What an officer decides, every process that answers buyers knows within a second."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from tests.bench.scanning import server, until_drawn
from tests.claims.framework import Claim, Context, Measured
from tests.claims.stamps.deciding import Decider
from tests.claims.stamps.phones import GREEN, PAUSED, RED, VOID, Crowd, Goods, Scan, green_lots, stamp
from tests.claims.stamps.workers import NEVER, Watch, watched
from tests.harness import Installation
from txng.stamps.serials import issue, load_key_ring

ALONE = True
LIMIT, ROUNDS, DOORS, RATE = 1.0, 20, 3, 100.0
CLAIM = Claim(
    "stamps-07",
    "A recall, a voided stamp and a locked account stand on the page of every worker within 1 s of their commit: each "
    "door, Django behind the doors, and each process of the same site under plain WSGI, while people scan (names.md 5).",
    kind="time",
    vi="Thu hồi lô, hủy mã, khóa tài khoản hiện đúng trên trang của mọi tiến trình trả lời trong 1 giây kể từ khi ghi nhận.",
)
# Doors that look for what changed once in five seconds.
FAULT = ("src/txng/project/front/scans.py", "LOOK = 0.1", "LOOK = 10.0")
Found = dict[str, dict[str, list[float]]]  # verb: worker: seconds of each round


def measure(ctx: Context) -> Measured:
    """The best of three series: what else the machine does only ever adds."""
    series: list[Found] = []
    with ctx.own_installation("can-tho", cards=True, doors=DOORS) as site, staged(site) as stage:
        while len(series) < 3 and (not series or worst(series[-1]) > LIMIT):
            series.append(stage.run(ROUNDS))
    best = min(series, key=worst)
    parts = []
    for verb, workers in best.items():
        seconds = sorted(one for late in workers.values() for one in late)
        slowest = max(workers, key=lambda name: max(workers[name]))
        parts.append(f"{verb} {seconds[len(seconds) // 2]:.2f} s, at most {seconds[-1]:.2f} s ({slowest})")
    n = sum(len(late) for workers in best.values() for late in workers.values())
    figure = f"{len(next(iter(best.values())))} workers, {ROUNDS} rounds each, median and worst: {'; '.join(parts)}"
    return Measured(worst(best) <= LIMIT, f"{figure} (series {len(series)} of at most 3)", n)


def control(ctx: Context) -> bool:
    with (
        ctx.mutated(*FAULT) as tree,
        ctx.own_installation("can-tho", cards=True, doors=DOORS, repository=tree, same_data=True) as site,
        staged(site) as stage,
    ):
        return worst(stage.run(3)) > LIMIT  # of which one at least does not fall just before the doors look


def worst(found: Found) -> float:
    return max(one for workers in found.values() for late in workers.values() for one in late)


@dataclass
class Stage:
    site: Installation
    plain_port: int
    decide: Decider
    mine: Goods  # of the maker whose account is locked
    batch_id: int
    unused: list[tuple[int, str]]  # stamps in use of that batch, by number, with their addresses

    def run(self, rounds: int) -> Found:
        """In a thread of its own: a claim before this one may have left a browser's loop running in ours."""
        with ThreadPoolExecutor(1) as beside:
            return beside.submit(lambda: asyncio.run(self.series(rounds))).result()

    async def series(self, rounds: int) -> Found:
        found: Found = {verb: defaultdict(list) for verb in ("recall", "void", "lock")}
        async with watched(self.site, self.plain_port) as watch:
            for _round in range(rounds):
                address, lot, maker = self.mine.addresses[0], self.mine.lot_id, self.mine.establishment_id
                number, printed = self.unused.pop()
                await self._one(watch, found["recall"], address, RED, "recall", lot)
                await self._until_green(watch, "lift", lot)
                await self._one(watch, found["void"], printed, VOID, "void", self.batch_id, number)
                await self._one(watch, found["lock"], address, PAUSED, "lock", maker)
                await self._until_green(watch, "unlock", maker)
        return found

    async def _one(
        self, watch: Watch, found: dict[str, list[float]], address: str, title: str, verb: str, *words: int
    ) -> None:
        watch.look_at(address)
        before = await watch.all_tell(GREEN, since=time.monotonic())
        if max(before.values()) >= NEVER:
            raise RuntimeError(f"not green before {verb}: {before}\n{self.site.said()}")
        done = await asyncio.to_thread(self.decide, verb, *words)
        for name, late in (await watch.all_tell(title, since=done)).items():
            found[name].append(late)

    async def _until_green(self, watch: Watch, verb: str, *words: int) -> None:
        done = await asyncio.to_thread(self.decide, verb, *words)
        await watch.all_tell(GREEN, since=done)


@contextmanager
def staged(site: Installation) -> Iterator[Stage]:
    until_drawn(site)
    gtin = str(site.facts["scan"]["valid"]).split("/")[2]
    lots = green_lots(site)
    batch_id, lot_id, unused = _printed(site, gtin, {path for _card, path in lots})
    mine = stamp(site, *next(one for one in lots if one[1] == lot_id), 1)
    scanned = stamp(site, *_of_another(site, lots, mine.establishment_id), 50_000)
    dice = random.Random(7)

    def choose() -> Scan:
        return Scan(scanned, dice.randrange(len(scanned.addresses)), dice.randrange(3))

    options = ("--interface", "wsgi", "--workers", "2", "--blocking-threads", "2", "txng.project.wsgi:application")
    with (
        server(*options, environment=os.environ | site.env) as plain,
        Decider(site) as decide,
        Crowd(site, choose, rate=RATE, phones=8),
    ):
        yield Stage(site, int(plain.rpartition(":")[2]), decide, mine, batch_id, unused)


def _printed(site: Installation, gtin: str, green: set[str]) -> tuple[int, str, list[tuple[int, str]]]:
    """The largest range of true stamps in use of a product whose lot is on sale: batch, path of the lot's card, stamps."""
    rows = site.sql(
        """SELECT range.batch_id, card.path, batch.first, range.first, range.last, batch.key_version,
                  array(SELECT counter FROM stamps_codeexception WHERE batch_id = batch.id)
             FROM stamps_coderange range JOIN stamps_codebatch batch ON batch.id = range.batch_id
             JOIN resolver_card card ON card.lot_id = range.lot_id
            WHERE batch.tweak = %s AND range.state = 'activated' AND batch.stamp_class = 'open'
            ORDER BY range.last - range.first DESC""",
        [int(gtin)],
        owner=True,
    )
    batch_id, path, begin, first, last, version, gone = next(row for row in rows if row[1] in green)
    ring = load_key_ring(site.state / "keys" / "serials")
    serials = issue(ring, version, int(gtin), first, last - first + 1)
    found = [
        (counter - begin + 1, f"/01/{gtin}/21/{serial}")
        for counter, serial in enumerate(serials, first)
        if counter not in gone
    ]
    return batch_id, path, found


def _of_another(site: Installation, lots: list[tuple[int, str]], establishment_id: int) -> tuple[int, str]:
    theirs = {
        card_id
        for (card_id,) in site.sql("SELECT id FROM resolver_card WHERE establishment_id <> %s", [establishment_id])
    }
    return next(one for one in lots if one[0] in theirs)
