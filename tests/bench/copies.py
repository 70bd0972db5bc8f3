"""What the copy rule finds and whom it bothers: genuine goods and copiers made up from fixed seeds (security.md 5.3).

    python -m tests.bench.copies [--genuine 1000000]

Nobody has measured how buyers here scan, so every assumption is a number below that can be read, doubted and changed.
They were written down before the first run, but for `reloads`, which no session feels. The rule is the one of the pages
(txng.resolver.copying), not a copy of it.

What the first run taught: the rule stands and falls with the list of networks. Carriers register the addresses of all
their telephones at one place; a list that repeats this makes one family two provinces and breaks the bound three- to
sevenfold. The list must be silent where it is not sure (`sure`); unknown is never another place. The figures of a list
that guesses are printed beside, with the thresholds it would need.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from txng.provinces.copy_rules import CopyRule, copy_rule
from txng.resolver.copying import suspicion

Ints = NDArray[np.int64]
DAY_0 = date(2026, 1, 1)
PROVINCES = 34
HUBS = (0, 1)  # where carriers' addresses are registered, wherever the phone is
UNKNOWN = -1
SEED = 20_260_921
BOUND = 0.0005  # names.md 5
Z = 2.326  # one-sided 99 %


@dataclass(frozen=True, kw_only=True)
class World:
    """How goods and people go about. `fresh` is bought within days, `dry` stands on shelves and in kitchens."""

    keeps: str
    sold_within: int  # days from activation
    scanned: float = 0.04  # of the packages, by who bought them: 3–5 % for food (security.md 5.2)
    persons: tuple[float, ...] = (0.75, 0.20, 0.05)  # of such a household one, two or three scan
    again: float  # other days on which a person scans the same package
    again_within: int
    more: float = 0.4  # more scans by a person on a day
    roams: float = 0.2  # of them after the phone changed its network, so that it looks like another device
    at_home: float = 0.6  # scans over the home's own network; the others over the telephone's
    passed_on: float = 0.05  # of such packages given to relatives, who scan too
    far: float = 0.35  # of relatives in another province
    on_shelf: float  # scans of passers-by before the sale, a package
    checking_shops: float = 0.02
    checks: float  # of a checking shop while a package lies there
    checked: float = 0.10  # of the shelf each time
    in_transit: float = 0.02  # packages a trader scans at the place of origin after activation
    travels: float = 0.40  # packages sold in another province
    shared: float = 0.05  # telephones behind one shared address, of the same make: two people look like one
    reloads: float = 1.0  # of a page that lies open in a telephone; the same device and network, so never a session
    # (right, a hub, unknown): what the list of networks says of an address
    home_says: tuple[float, float, float] = (0.85, 0.10, 0.05)
    phone_says: tuple[float, float, float] = (0.50, 0.30, 0.20)


FRESH = World(keeps="fresh", sold_within=7, again=0.15, again_within=5, on_shelf=0.003, checks=1.0)
DRY = World(keeps="dry", sold_within=120, again=0.40, again_within=180, on_shelf=0.010, checks=3.0)


def sure(world: World) -> World:
    """The same list without its guesses: where it would name a hub it says nothing."""
    said = {}
    for name in ("home_says", "phone_says"):
        right, hub, unknown = getattr(world, name)
        said[name] = (right, 0.0, hub + unknown)
    return replace(world, **said)


@dataclass(frozen=True)
class Scans:
    """Raw scans, side by side: which code, when, from which device over which network, and what province that is."""

    code: Ints
    day: Ints
    device: Ints
    network: Ints
    province: Ints

    def sessions(self) -> Scans:
        """One of each device, network and day of a code: what the recording keeps (names.md 5)."""
        together = np.stack([self.code, self.day, self.device, self.network])
        _, first = np.unique(together, axis=1, return_index=True)
        return self.only(first)

    def only(self, which: Any) -> Scans:
        return Scans(self.code[which], self.day[which], self.device[which], self.network[which], self.province[which])


def scans_of(world: World, code: Ints, home: Ints, origin: Ints, dice: np.random.Generator) -> Scans:
    """All scans of packages; `code` says which stamp is on each, so that copies are packages of one code."""
    packages = len(code)
    sold = dice.integers(0, world.sold_within + 1, packages)
    seen: list[tuple[Ints, Ints, Ints, float]] = []  # package, day, where, share of scans over a network of the house

    bought = np.flatnonzero(dice.random(packages) < world.scanned)
    people = np.repeat(bought, 1 + dice.choice(len(world.persons), len(bought), p=world.persons))
    seen.append((*_days(world, people, sold[people], home[people], dice), world.at_home))
    given = bought[dice.random(len(bought)) < world.passed_on]
    away = np.where(dice.random(len(given)) < world.far, dice.integers(0, PROVINCES, len(given)), home[given])
    later = sold[given] + dice.integers(0, 4, len(given))
    seen.append((*_days(world, given, later, away, dice), world.at_home))

    shelf = np.repeat(np.arange(packages), dice.poisson(world.on_shelf, packages))
    seen.append((shelf, (sold[shelf] * dice.random(len(shelf))).astype(np.int64), home[shelf], 0.1))
    shops = np.flatnonzero(dice.random(packages) < world.checking_shops)
    checked = np.repeat(shops, dice.binomial(np.maximum(dice.poisson(world.checks, len(shops)), 0), world.checked))
    seen.append((checked, (sold[checked] * dice.random(len(checked))).astype(np.int64), home[checked], 0.5))
    traded = np.flatnonzero(dice.random(packages) < world.in_transit)
    seen.append((traded, np.zeros(len(traded), np.int64), origin[traded], 0.3))
    return _joined(world, code, seen, dice)


def _days(world: World, people: Ints, first: Ints, where: Ints, dice: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """The day of the purchase and the days after it on which a person looks again."""
    again = np.repeat(np.arange(len(people)), dice.poisson(world.again, len(people)))
    later = first[again] + 1 + dice.integers(0, world.again_within, len(again))
    return (
        np.concatenate([people, people[again]]),
        np.concatenate([first, later]),
        np.concatenate([where, where[again]]),
    )


def _joined(world: World, code: Ints, seen: list[tuple[Ints, Ints, Ints, float]], dice: np.random.Generator) -> Scans:
    """A line above is a person on a day; here it becomes one or more raw scans over one or more networks."""
    package = np.concatenate([one[0] for one in seen])
    day = np.concatenate([one[1] for one in seen])
    where = np.concatenate([one[2] for one in seen])
    house = np.concatenate([np.full(len(one[0]), one[3]) for one in seen])
    people = np.arange(len(package))
    device = np.where(dice.random(len(package)) < world.shared, -1 - people % 3, people)
    line = np.repeat(np.arange(len(package)), 1 + dice.poisson(world.more, len(package)))
    begins = np.r_[True, line[1:] != line[:-1]] if len(line) else np.zeros(0, bool)
    roamed = ~begins & (dice.random(len(line)) < world.roams)
    # How often this person has changed networks by now: the number of the network within the line.
    changes = np.cumsum(roamed)
    began = np.maximum.accumulate(np.where(begins, np.arange(len(line)), 0))
    network = changes - changes[began] if len(line) else changes
    kind = np.where(roamed, dice.random(len(line)) < 0.5, dice.random(len(line)) < house[line])
    said = dice.random(len(line))
    right = np.where(kind, world.home_says[0], world.phone_says[0])
    hub = right + np.where(kind, world.home_says[1], world.phone_says[1])
    place = np.where(said < right, where[line], np.where(said < hub, dice.choice(HUBS, len(line)), UNKNOWN))
    # One network says one province: that of its first scan.
    key = line * 64 + network
    _, first, back = np.unique(key, return_index=True, return_inverse=True)
    place = place[first][back]
    loaded = np.repeat(np.arange(len(line)), 1 + dice.poisson(world.reloads, len(line)))
    line = line[loaded]
    return Scans(code[package[line]], day[line], device[line], network[loaded], place[loaded])


def fired(scans: Scans, keeps: str, rule: CopyRule) -> dict[int, int]:
    """Codes whose page asked people to look closer on any day, and the day of the first time."""
    codes, counts = np.unique(scans.code, return_counts=True)
    often = np.isin(scans.code, codes[counts >= rule.sessions])
    some = scans.only(often)
    order = np.lexsort((some.day, some.code))
    some = some.only(order)
    ends = np.flatnonzero(np.r_[some.code[1:] != some.code[:-1], True]) + 1 if len(some.code) else []
    found: dict[int, int] = {}
    begin = 0
    for end in ends:
        days = [DAY_0 + timedelta(days=int(day)) for day in some.day[begin:end]]
        names = ["" if place == UNKNOWN else str(place) for place in some.province[begin:end]]
        for last in range(rule.sessions, len(days) + 1):
            if suspicion(days[:last], names[:last], keeps=keeps, rule=rule, today=days[last - 1]):
                found[int(some.code[begin])] = int(some.day[begin + last - 1])
                break
        begin = end
    return found


@dataclass(frozen=True)
class Rate:
    hits: int
    n: int

    @property
    def share(self) -> float:
        return self.hits / self.n

    @property
    def at_most(self) -> float:
        """Wilson's bound: with 99 % certainty the true share is not above it."""
        centre = self.share + Z * Z / (2 * self.n)
        spread = Z * math.sqrt(self.share * (1 - self.share) / self.n + Z * Z / (4 * self.n * self.n))
        return (centre + spread) / (1 + Z * Z / self.n)


Sightings = Callable[[Scans], Scans]


def as_sessions(scans: Scans) -> Scans:
    return scans.sessions()


def as_raw(scans: Scans) -> Scans:
    """The control: a scan is a sighting, as a counter of hits would have it."""
    return scans


def false_alarms(
    world: World, genuine: int, *, rule: CopyRule, sightings: Sightings = as_sessions, seed: int = SEED
) -> Rate:
    """Every package has a stamp of its own; whatever fires is a mistake."""
    dice = np.random.default_rng([seed, 1, len(world.keeps)])
    hits = done = 0
    while done < genuine:
        some = min(250_000, genuine - done)
        origin = np.full(some, 5)
        home = np.where(dice.random(some) < world.travels, dice.integers(0, PROVINCES, some), origin)
        hits += len(fired(sightings(scans_of(world, np.arange(some), home, origin, dice)), world.keeps, rule))
        done += some
    return Rate(hits, genuine)


def detection(
    world: World, copies: int, *, provinces: int, stamps: int, rule: CopyRule, seed: int = SEED
) -> tuple[Rate, float]:
    """A stamp stuck on so many packages beside its own, sold in so many provinces: how often it fires, and after how
    many days by the median."""
    dice = np.random.default_rng([seed, 2, copies, provinces, len(world.keeps)])
    hits, days, done = 0, [], 0
    at_once = max(1, 400_000 // (copies + 1))
    while done < stamps:
        some = min(at_once, stamps - done)
        code = np.repeat(np.arange(some), copies + 1)
        where = dice.integers(0, PROVINCES, (some, provinces))
        home = where[code, dice.integers(0, provinces, len(code))]
        found = fired(scans_of(world, code, home, np.full(len(code), 5), dice).sessions(), world.keeps, rule)
        hits += len(found)
        days += list(found.values())
        done += some
    return Rate(hits, stamps), float(np.median(days)) if days else math.nan


COPIERS = ((1, 1), (10, 1), (10, 5), (100, 1), (100, 5), (1_000, 1), (1_000, 5), (10_000, 1), (10_000, 5))
WORLDS = (FRESH, DRY)


def stamps_for(copies: int) -> int:
    return max(40, min(2_000, 400_000 // copies))


def busier(world: World, times: float) -> World:
    """The same people, so many times as many of them scanning."""
    return replace(world, scanned=min(1.0, world.scanned * times), on_shelf=world.on_shelf * times)


@dataclass(frozen=True)
class Found:
    keeps: str
    copies: int
    provinces: int
    rate: Rate
    days: float

    def __str__(self) -> str:
        return (
            f"{self.keeps:6} one stamp on {self.copies:,} more, {self.provinces} province(s): found "
            f"{self.rate.share:.1%} of {self.rate.n:,}" + (f", median day {self.days:.0f}" if self.rate.hits else "")
        )


def found_of(rule: CopyRule, copiers: tuple[tuple[int, int], ...] = COPIERS) -> list[Found]:
    return [
        Found(
            world.keeps,
            copies,
            provinces,
            *detection(sure(world), copies, provinces=provinces, stamps=stamps_for(copies), rule=rule),
        )
        for world in WORLDS
        for copies, provinces in copiers
    ]


def report(genuine: int) -> list[str]:
    rule = copy_rule(DAY_0)
    lines = [
        f"rule {rule.id}: ≥ {rule.sessions} sessions in ≥ {rule.places} provinces or > {rule.sessions_anywhere}; "
        f"{genuine:,} genuine serials each, at most {BOUND:.2%} may fire"
    ]
    for world in WORLDS:
        plain = false_alarms(sure(world), genuine, rule=rule)
        raw = false_alarms(sure(world), genuine, rule=rule, sightings=as_raw)
        lines.append(
            f"{world.keeps:6} false alarms {plain.share:.4%} (99 %: ≤ {plain.at_most:.4%}); "
            f"counting raw scans {raw.share:.4%} (control)"
        )
    lines += [str(found) for found in found_of(rule)]
    return lines + sensitivity(genuine, rule)


def sensitivity(genuine: int, rule: CopyRule) -> list[str]:
    """If fewer or more people scan than assumed; and a list of networks that guesses, with what it would need."""
    lines = []
    for times in (0.5, 2.0):
        for world in WORLDS:
            rate = false_alarms(busier(sure(world), times), genuine, rule=rule)
            lines.append(f"{world.keeps:6} with {times:g}× the scans: {rate.share:.4%} (≤ {rate.at_most:.4%})")
    for sessions in range(rule.sessions, 8):
        other = replace(rule, sessions=sessions)
        rates = [false_alarms(world, genuine, rule=other) for world in WORLDS]
        caught = [detection(world, 100, provinces=5, stamps=500, rule=other)[0].share for world in WORLDS]
        lines.append(
            f"a list that guesses, from {sessions} sessions on: "
            + ", ".join(
                f"{world.keeps} {rate.share:.4%} (≤ {rate.at_most:.4%}), finds {share:.0%} of 100 copies"
                for world, rate, share in zip(WORLDS, rates, caught, strict=True)
            )
        )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--genuine", type=int, default=1_000_000)
    for line in report(parser.parse_args().genuine):
        print(line)


if __name__ == "__main__":
    main()
