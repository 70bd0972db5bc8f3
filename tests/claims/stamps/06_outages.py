"""A buyer is answered whatever the database does, and what he scanned is written down once it is back, once."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg

from tests.bench.scanning import until_drawn
from tests.claims.framework import Claim, Context, Measured
from tests.claims.stamps.deciding import Decider
from tests.claims.stamps.outages import OUTAGES
from tests.claims.stamps.phones import BEGIN, GREEN, RED, Asked, Crowd, Goods, Scan, green_lots, stamp
from tests.harness import Installation

BESIDE = True
SECONDS, RATE = 60.0, 200.0
STAMPS = 40_000  # of each lot
SETTLED = 3.0  # seconds after which nobody may take the database for there
SHARE = 0.9999
ENGLISH = "en-GB,en;q=0.9"
CLAIM = Claim(
    "stamps-06",
    "While the database is stopped without a word, frozen, read-only or out of connections for 60 s under load, at least "
    "99.99 % of scans are answered within 5 s by the right page, which says that nobody counts and since when nothing is "
    "known; a lot recalled before is red; afterwards each answered scan stands once, none twice (names.md 7.6, G8).",
    vi="Khi cơ sở dữ liệu bị ngắt đột ngột, bị treo, chỉ đọc hoặc hết kết nối trong 60 giây giữa lúc có người quét: ít nhất "
    "99,99 % lượt quét được trả lời đúng trong 5 giây, trang nói rõ chưa đếm được và thông tin có từ lúc nào; lô đã thu hồi "
    "trước đó hiện đỏ; sau đó mỗi lượt quét đã trả lời được ghi đúng một lần.",
)
# What was written under a token may be written under it again.
FAULT = (
    "src/txng/resolver/scanlines.py",
    "VALUES (%(token)s::uuid) ON CONFLICT",
    "SELECT gen_random_uuid() WHERE %(token)s::uuid IS NOT NULL ON CONFLICT",
)


@dataclass
class Spell:
    """One outage: from when the database was away for certain until it was let go."""

    name: str
    began: float = 0.0
    away: float = 0.0
    ended: float = 0.0
    back: float = 0.0  # scans are counted again
    recalled: Goods | None = None


@dataclass
class Told:
    spells: list[Spell]
    asked: list[Asked]
    lost: int = 0
    twice: int = 0
    wrong_sums: int = 0
    lines: int = 0
    written: float = 0.0  # seconds after the last outage, until nothing was kept aside any more


def measure(ctx: Context) -> Measured:
    with Installation(ctx.own_cluster(CLAIM.id), "can-tho", cards=True) as site:
        told = endure(site, list(OUTAGES), seconds=SECONDS, rate=RATE)
    return judged(told)


def control(ctx: Context) -> bool:
    """Kept scans that forget their token are written twice; and a line taken away is missed."""
    cluster = ctx.own_cluster(CLAIM.id)
    with (
        ctx.mutated(*FAULT) as tree,
        Installation(cluster, "can-tho", cards=True, repository=tree, same_data=True) as site,
    ):
        told = endure(site, ["stopped"], seconds=6, rate=RATE)
        lost = told.lost
        site.sql(
            """DELETE FROM resolver_scanline WHERE id = (SELECT max(id) FROM resolver_scanline WHERE counter >= %s
                GROUP BY tweak, counter HAVING count(*) = 1 LIMIT 1)""",
            [BEGIN],
            owner=True,
        )
        counted(site, told)
    return told.twice > 0 and told.lost == lost + 1 and not judged(told).holds


# --- the load and the outages --------------------------------------------------------------------------------------


def endure(site: Installation, names: Sequence[str], *, seconds: float, rate: float) -> Told:
    until_drawn(site)
    lots = green_lots(site)[: len(names) + 4]
    goods = [stamp(site, card_id, path, STAMPS) for card_id, path in lots]
    with psycopg.connect(site.cluster.admin_url(), autocommit=True) as admin:
        # Numbers of a database that was copied moments ago would begin anew with a crash.
        admin.execute("CHECKPOINT")
    told = Told([Spell(name, recalled=goods[at]) for at, name in enumerate(names)], [])
    buyers = Buyers(goods)
    with Decider(site) as decide, Crowd(site, buyers.choose, rate=rate) as crowd:
        told.asked = crowd.asked
        _until(lambda: _all_green(crowd.asked), site, 60, "answered green")
        for spell in told.spells:
            assert spell.recalled is not None
            decide("recall", spell.recalled.lot_id)
            buyers.recalled.append(spell.recalled)
            time.sleep(1.0)  # on every worker ≤ 1 s (stamps-07)
            spell.began = time.monotonic()
            with OUTAGES[spell.name](site.cluster, site):
                spell.away = time.monotonic()
                time.sleep(seconds)
                spell.ended = time.monotonic()
            _until(partial(_is_back, crowd.asked, spell.ended), site, 60, f"back after {spell.name}")
            spell.back = time.monotonic()
            _until(partial(_all_follow, site), site, 60, f"followed after {spell.name}")
    ended = time.monotonic()
    _until(lambda: not _kept(site), site, 240, "all written")
    told.written = time.monotonic() - ended
    counted(site, told)
    return told


class Buyers:
    """Half of the scans are of fresh stamps, the rest of some that were scanned before by up to six telephones; every
    tenth is of a lot recalled by then, every twentieth in English, which Django answers."""

    def __init__(self, goods: Sequence[Goods]) -> None:
        self.goods, self.recalled = goods, list[Goods]()
        self.dice = random.Random(6)
        self.fresh = Counter[int]()
        self.known: list[Scan] = []

    def choose(self) -> Scan:
        dice = self.dice
        language = ENGLISH if dice.random() < 0.05 else "vi-VN,vi;q=0.9"
        if self.recalled and dice.random() < 0.1:
            return self._fresh(dice.choice(self.recalled), language)
        if self.known and dice.random() < 0.5:
            before = dice.choice(self.known)
            devices = 6 if before.number % 10 == 0 else 3  # from four sightings on the copy rule is asked
            return Scan(before.goods, before.number, dice.randrange(devices), language)
        made = self._fresh(dice.choice([one for one in self.goods if one not in self.recalled]), language)
        if len(self.known) < 400:
            self.known.append(made)
        return made

    def _fresh(self, goods: Goods, language: str) -> Scan:
        number = self.fresh[goods.lot_id]
        self.fresh[goods.lot_id] += 1
        return Scan(goods, number, 0, language)


def _all_green(asked: list[Asked]) -> bool:
    last = asked[-100:]
    return len(last) == 100 and all(one.status == 200 and one.page and one.page.counted for one in last)


def _is_back(asked: list[Asked], ended: float) -> bool:
    last = [one for one in asked[-50:] if one.sent > ended]
    return len(last) > 30 and all(one.page and one.page.counted for one in last)


def _all_follow(site: Installation) -> bool:
    """By the doors' own word: what is decided now will be known here before the database is away again."""
    try:
        doors = [json.loads(told.read_text()) for told in (site.state / "run").glob("door-*.json")]
    except ValueError:  # it is being written
        return False
    return all(door["fresh"] and not door["away"] for door in doors)


def _kept(site: Installation) -> list[Path]:
    return list((site.state / "spool").rglob("scans-*"))


def _until(true: Callable[[], bool], site: Installation, seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise RuntimeError(f"not {what} within {seconds:.0f} s:\n{site.said()}")
        time.sleep(0.1)


# --- what came of it -----------------------------------------------------------------------------------------------


def counted(site: Installation, told: Told) -> None:
    """Each stamp's lines against its scans: all that were answered, none that were not asked for."""
    answered: Counter[tuple[int, int]] = Counter()
    asked: Counter[tuple[int, int]] = Counter()
    for one in told.asked:
        stamp_of = one.scan.goods.tweak, one.scan.goods.first + one.scan.number
        asked[stamp_of] += 1
        answered[stamp_of] += one.status == 200
    rows = site.sql(
        """SELECT line.tweak, line.counter, line.lines, line.sessions, seen.scans, seen.sessions FROM (
               SELECT tweak, counter, key_version, count(*) AS lines, count(DISTINCT session) AS sessions
                 FROM resolver_scanline WHERE counter >= %s GROUP BY 1, 2, 3) AS line
             LEFT JOIN resolver_seencode seen USING (tweak, counter, key_version)""",
        [BEGIN],
        owner=True,
    )
    lines = {(tweak, counter): count for tweak, counter, count, *_sums in rows}
    told.lost = sum(max(0, count - lines.get(one, 0)) for one, count in answered.items())
    told.twice = sum(max(0, count - asked[one]) for one, count in lines.items())
    told.wrong_sums = sum((scans, sessions) != (count, devices) for _t, _c, count, devices, scans, sessions in rows)
    told.lines = sum(lines.values())


def judged(told: Told) -> Measured:
    parts, holds = [], True
    for spell in told.spells:
        during = [one for one in told.asked if spell.began - 1 <= one.sent < spell.back]
        answered = [one for one in during if one.status == 200 and right(one, told.spells)]
        away = [one for one in answered if spell.away + SETTLED < one.sent and one.got < spell.ended]
        silent = sum(not says(one, spell) for one in away)
        red = sum(one.page is not None and one.page.title == RED for one in away)
        share = len(answered) / max(1, len(during))
        holds &= share >= SHARE and not silent and red > 0 and len(away) > 10
        slowest = max((one.got - one.sent for one in during), default=0.0)
        parts.append(
            f"{spell.name}: {len(answered):,} of {len(during):,} answered ({share:.3%}, the slowest after {slowest:.1f} s), "
            f"{silent} of {len(away):,} did not say so, {red:,} red, counted again {spell.back - spell.ended:.1f} s after"
            f"{_first(during, told.spells)}"
        )
    holds &= not (told.lost or told.twice or told.wrong_sums)
    parts.append(
        f"{told.lines:,} lines after {told.written:.0f} s, {told.lost} lost, {told.twice} twice, {told.wrong_sums} sums wrong"
    )
    return Measured(holds, "; ".join(parts), len(told.asked))


def right(one: Asked, spells: Sequence[Spell]) -> bool:
    """Green on sale, red from a second after its recall; between the two either."""
    if one.page is None or one.page.text:  # the text is kept where it does not name the lot
        return False
    recalled = next((spell for spell in spells if spell.recalled == one.scan.goods), None)
    if recalled is None or one.got < recalled.began - 2:
        return one.page.title == GREEN
    return one.page.title == RED or (one.sent < recalled.began and one.page.title == GREEN)


def says(one: Asked, spell: Spell) -> bool:
    """That nobody counts stands on a green page. A read-only database is read all the same: the cards are not old."""
    assert one.page is not None
    counts = one.page.counted and one.page.title == GREEN
    return not counts and (one.page.says_since_when or spell.name == "read-only")


def _first(during: list[Asked], spells: Sequence[Spell]) -> str:
    wrong = next((one for one in during if one.status != 200 or not right(one, spells)), None)
    if wrong is None:
        return ""
    return f"; first not: {wrong.status} {wrong.page.title if wrong.page else ''} {wrong.scan.address} {wrong.scan.language}"
