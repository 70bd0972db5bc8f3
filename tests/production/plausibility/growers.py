"""How growers work and how they write it down. Nothing here knows what anybody will look for in their diaries.

`Ways` are the habits of a population; the two thirds and the part held back come from two different ones.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tests.production.plausibility.diaries import Diary, Entry, Photo


@dataclass(frozen=True)
class Ways:
    name: str
    same_day: float  # shares of those who write the same evening, …
    weekly: float  # … on Sunday out of a booklet, …
    for_others: float  # … have it written by the co-operative's recorder, …
    from_paper: float  # … type a printed book in at the end of the month (marked “chép từ sổ giấy”); …
    # … and the rest are honest people who are simply late, and mark nothing.
    rain: float
    forgets: float
    photo_share: float
    yield_spread: float  # logarithm of the spread of yields about the usual
    timer: float  # share with irrigation or feeders that run by a clock


TUNED = Ways("tuned", 0.46, 0.24, 0.16, 0.12, 0.28, 0.10, 0.30, 0.20, 0.20)
HELD_BACK = Ways("held back", 0.36, 0.26, 0.20, 0.13, 0.36, 0.16, 0.38, 0.26, 0.28)

NAMES = ("Trần Văn Tư", "Lê Thị Bảy", "Nguyễn Văn Út", "Phạm Thị Sáu", "Võ Văn Hai", "Huỳnh Thị Năm", "Đỗ Văn Chín")
# group, kilograms a hectare as a rule, usual size of the site in m²
GOODS = {
    "rice": ("rice", 6200, (1500, 30000)),
    "greens": ("vegetables", 17000, (300, 5000)),
    "fruit": ("fresh-fruit", 15000, (1500, 20000)),
    "chicken": ("meat", 125000, (60, 900)),
    "shrimp": ("fish", 9000, (1000, 8000)),
}


def honest(number: int, ways: Ways) -> Diary:
    dice = random.Random(f"{ways.name} honest {number}")
    goods = list(GOODS)[number % len(GOODS)]
    group, usual, sizes = GOODS[goods]
    area = round(dice.uniform(*sizes), -1)
    opened = date(2026, 1, 5) + timedelta(days=dice.randrange(0, 120))
    harvest = area / 10_000 * usual * dice.lognormvariate(0, ways.yield_spread)
    work = _WORK[goods](dice, ways, opened, area, harvest)
    for entry in work:
        if dice.random() < ways.photo_share:
            entry.photo = Photo(scene=dice.randrange(10**6), day=entry.done_on.toordinal())
    scene = dice.randrange(10**6)
    for entry in work:  # most photograph the same plot from the same path
        if entry.photo and dice.random() < 0.7:
            entry.photo = Photo(scene=scene, day=entry.done_on.toordinal())
    entries = [e for e in work if e.activity in ("harvest", "sow", "other", "pack") or dice.random() > ways.forgets]
    entries.sort(key=lambda e: e.done_on)
    _write(dice, ways, entries)
    known = None if dice.random() < 0.15 else area  # some sites have no area on record
    return Diary(f"{ways.name}-{number}", goods, group, opened, known, entries)


# --- what is done ---------------------------------------------------------------------------------------------------


def _dry(dice: random.Random, ways: Ways, day: date) -> date:
    """The work waits for the rain to end."""
    while dice.random() < ways.rain:
        day += timedelta(days=1)
    return day


def _measured(dice: random.Random, amount: float) -> float:
    """As people say it: whole kilograms, often round ones, sometimes the weigher's own number."""
    if amount > 60 and dice.random() < 0.6:
        return float(max(10, round(amount, -1)))
    return round(amount, 1 if dice.random() < 0.3 else 0) or 1.0


def _sprays(
    dice: random.Random, ways: Ways, first: date, last: date, times: int, area: float, products: list[tuple[str, int]]
) -> list[Entry]:
    """Against what was found; the last one early enough, as the label says."""
    found = []
    for _ in range(times):
        name, wait = dice.choice(products)
        latest = (last - timedelta(days=wait + 2) - first).days
        if latest < 2:
            continue
        day = first + timedelta(days=dice.randrange(1, latest))
        told = f"{name}, cách ly {wait} ngày" if dice.random() < 0.6 else name
        found.append(Entry("spray", day, what=told, quantity=_measured(dice, area / 1000 * 0.4 + 0.5), unit="lít"))
    return found


_PESTICIDES = [("Abamectin 3.6EC", 7), ("Chế phẩm Bt", 3), ("Validamycin 5SL", 14), ("Emamectin 5WG", 7)]


def _rice(dice: random.Random, ways: Ways, opened: date, area: float, harvest: float) -> list[Entry]:
    done = [Entry("sow", opened + timedelta(days=dice.randrange(0, 4)), what=dice.choice(["OM5451", "ĐT8", "ST25"]))]
    end = opened + timedelta(days=dice.randrange(92, 108))
    for offset, what, rate in ((9, "Urê", 6), (21, "DAP", 8), (42, "NPK 20-20-15", 9), (64, "Kali", 4)):
        if dice.random() < 0.93:
            day = _dry(dice, ways, opened + timedelta(days=offset + dice.randrange(-3, 4)))
            amount = _measured(dice, area / 1000 * rate * dice.uniform(0.8, 1.25))
            done.append(Entry("fertilise", day, what=what, quantity=amount, unit="kg"))
    done += _sprays(dice, ways, opened + timedelta(days=12), end, dice.randrange(1, 4), area, _PESTICIDES)
    for _ in range(dice.randrange(2, 7)):
        done.append(Entry("water", opened + timedelta(days=dice.randrange(3, 80)), what="Nước kênh"))
    end = _dry(dice, ways, end)
    done.append(Entry("harvest", end, quantity=_measured(dice, harvest), unit="kg"))
    done.append(Entry("transport", end + timedelta(days=dice.randrange(0, 2)), what="Ghe về nhà máy"))
    return done


def _greens(dice: random.Random, ways: Ways, opened: date, area: float, harvest: float) -> list[Entry]:
    done = [Entry("sow", opened + timedelta(days=dice.randrange(0, 3)), what=dice.choice(["Cải ngọt", "Xà lách"]))]
    end = opened + timedelta(days=dice.randrange(28, 40))
    day = opened + timedelta(days=2)
    by_clock = dice.random() < ways.timer
    while day < end:  # watered every other day; by a clock where there is one
        done.append(Entry("water", day, what="Giếng khoan", quantity=0.5 if by_clock else None, unit="giờ"))
        day += timedelta(days=2 if by_clock else dice.randrange(1, 5))
    for offset in (7, 14, 22):
        day = _dry(dice, ways, opened + timedelta(days=offset + dice.randrange(-2, 3)))
        amount = _measured(dice, area / 1000 * 12 * dice.uniform(0.7, 1.4))
        done.append(Entry("fertilise", day, what="Phân hữu cơ vi sinh", quantity=amount, unit="kg"))
    soft = [("Chế phẩm Bt", 3), ("Abamectin 3.6EC", 7)]
    done += _sprays(dice, ways, opened + timedelta(days=6), end, dice.randrange(0, 3), area, soft)
    done.append(Entry("weed", opened + timedelta(days=dice.randrange(8, 20))))
    cuts = dice.randrange(1, 6)
    for cut in range(cuts):
        share = harvest / cuts * dice.uniform(0.7, 1.3)
        done.append(Entry("harvest", end + timedelta(days=2 * cut), quantity=_measured(dice, share), unit="kg"))
        done.append(Entry("pack", end + timedelta(days=2 * cut), quantity=float(int(share * 2)) or 1.0, unit="gói"))
    return done


def _fruit(dice: random.Random, ways: Ways, opened: date, area: float, harvest: float) -> list[Entry]:
    end = opened + timedelta(days=dice.randrange(105, 140))
    done = [Entry("prune", opened + timedelta(days=dice.randrange(0, 15)), what="Tỉa cành")]
    for offset in (5, 30, 55, 80):
        day = _dry(dice, ways, opened + timedelta(days=offset + dice.randrange(-4, 6)))
        done.append(
            Entry(
                "fertilise", max(day, opened), what="NPK 16-16-8", quantity=_measured(dice, area / 1000 * 10), unit="kg"
            )
        )
    done += _sprays(dice, ways, opened + timedelta(days=10), end, dice.randrange(1, 5), area, _PESTICIDES)
    if dice.random() < ways.timer:
        done += [
            Entry("water", opened + timedelta(days=d), what="Tưới nhỏ giọt", quantity=90, unit="phút")
            for d in range(3, 100, 3)
        ]
    else:
        done += [Entry("water", opened + timedelta(days=dice.randrange(1, 100)), what="Nước mương") for _ in range(9)]
    done.append(Entry("prune", opened + timedelta(days=dice.randrange(40, 70)), what="Bao trái"))
    picks, day = dice.randrange(1, 5), end
    for _ in range(picks):
        done.append(
            Entry("harvest", day, quantity=_measured(dice, harvest / picks * dice.uniform(0.6, 1.4)), unit="kg")
        )
        done.append(Entry("prepare", day + timedelta(days=dice.randrange(0, 2)), what="Rửa, phân loại"))
        day += timedelta(days=dice.randrange(2, 6))
    done.append(Entry("pack", day, what="Đóng thùng", quantity=float(int(harvest / 10) or 1), unit="thùng"))
    return done


def _chicken(dice: random.Random, ways: Ways, opened: date, area: float, harvest: float) -> list[Entry]:
    weight = dice.uniform(1.7, 2.3)
    birds = max(20, round(harvest / weight))
    done = [Entry("sow", opened, what="Nhập gà con 1 ngày tuổi", quantity=float(birds), unit="con")]
    end = opened + timedelta(days=dice.randrange(85, 105))
    for offset, what in ((3, "Vắc xin Gumboro"), (10, "Vắc xin cúm"), (21, "Vắc xin Newcastle")):
        day = opened + timedelta(days=offset + dice.randrange(-1, 3))
        done.append(Entry("vaccinate", day, what=what, quantity=float(birds), unit="con"))
    day, sack = opened + timedelta(days=1), dice.random() < 0.5
    while day < end:  # by the week as a rule; whole sacks of 25 kg with half of them
        age = (day - opened).days
        amount = birds * (0.02 + 0.0012 * age) * 7
        amount = max(25.0, round(amount / 25) * 25.0) if sack else _measured(dice, amount * dice.uniform(0.9, 1.15))
        done.append(Entry("feed", day, what="Cám gà thịt", quantity=amount, unit="kg"))
        day += timedelta(days=7 if dice.random() < ways.timer else dice.randrange(5, 10))
    if dice.random() < 0.5:
        sick = opened + timedelta(days=dice.randrange(25, 55))
        done.append(Entry("vaccinate", sick, what="Amoxicillin, ngừng thuốc 7 ngày", quantity=float(birds), unit="con"))
    for _ in range(dice.randrange(3, 8)):
        done.append(Entry("clean", opened + timedelta(days=dice.randrange(5, 85)), what="Thay chất độn chuồng"))
    alive = birds * dice.uniform(0.90, 0.98)
    done.append(Entry("harvest", end, what="Xuất chuồng", quantity=_measured(dice, alive * weight), unit="kg"))
    return done


def _shrimp(dice: random.Random, ways: Ways, opened: date, area: float, harvest: float) -> list[Entry]:
    done = [
        Entry("sow", opened, what="Thả tôm giống", quantity=float(round(area * dice.uniform(40, 90), -3)), unit="con")
    ]
    end = opened + timedelta(days=dice.randrange(80, 110))
    ratio = harvest * dice.uniform(1.1, 1.5)
    day, bags = opened + timedelta(days=2), dice.random() < 0.3
    while day < end:  # every second or third day, more with age; some count whole bags and stay on them for days
        age = (day - opened).days / (end - opened).days
        amount = ratio * (0.3 + 1.4 * age) / ((end - opened).days / 2.5)
        amount = max(20.0, round(amount / 20) * 20.0) if bags else _measured(dice, amount * dice.uniform(0.85, 1.15))
        done.append(Entry("feed", day, what="Thức ăn viên", quantity=amount, unit="kg"))
        day += timedelta(days=2 if dice.random() < ways.timer + 0.3 else dice.randrange(2, 5))
    for week in range(2, 12):
        if dice.random() < 0.7:
            day = opened + timedelta(days=week * 7 + dice.randrange(0, 3))
            done.append(Entry("change_water", min(day, end), what=f"Thay {dice.choice([10, 15, 20, 30])} % nước"))
    for _ in range(dice.randrange(2, 6)):
        done.append(Entry("inspect", opened + timedelta(days=dice.randrange(10, 78)), what="Đo pH, oxy, kiềm"))
    first = harvest * (0.3 if dice.random() < 0.3 else 0)
    if first:
        done.append(
            Entry("harvest", end - timedelta(days=12), what="Thu tỉa", quantity=_measured(dice, first), unit="kg")
        )
    done.append(Entry("harvest", end, quantity=_measured(dice, harvest - first), unit="kg"))
    return done


_WORK = {"rice": _rice, "greens": _greens, "fruit": _fruit, "chicken": _chicken, "shrimp": _shrimp}


# --- how it is written down -----------------------------------------------------------------------------------------


def evening(dice: random.Random, day: date) -> datetime:
    """After supper as a rule, at noon now and then (UTC)."""
    hour = dice.choice([4, 5, 11, 12, 12, 13, 13, 14])
    return datetime(day.year, day.month, day.day, hour, dice.randrange(60), dice.randrange(60), tzinfo=UTC)


def sitting(dice: random.Random, entries: list[Entry], at: datetime) -> None:
    """One after the other, as fast as a form is filled in; with tea in between."""
    for entry in entries:
        entry.recorded_at = at
        at += timedelta(seconds=dice.randrange(25, 150) + (900 if dice.random() < 0.03 else 0))


def _write(dice: random.Random, ways: Ways, entries: list[Entry]) -> None:
    name, draw = dice.choice(NAMES), dice.random()
    for entry in entries:
        entry.recorded_by = name
    for share, write in (
        (ways.same_day, _same_evening),
        (ways.weekly, _on_sundays),
        (ways.for_others, _by_the_recorder),
        (ways.from_paper, _out_of_the_book),
    ):
        if draw < share:
            write(dice, entries)
            return
        draw -= share
    _late(dice, entries)


def _same_evening(dice: random.Random, entries: list[Entry]) -> None:
    for entry in entries:
        late = 0 if dice.random() < 0.75 else dice.choice([1, 1, 2, 3, 6])
        entry.recorded_at = evening(dice, entry.done_on + timedelta(days=late))


def _in_turns(dice: random.Random, entries: list[Entry], days: int, spread: int) -> list[tuple[list[Entry], datetime]]:
    """The entries of each stretch of days, and when they are written: at its end, give or take."""
    turns: dict[int, list[Entry]] = {}
    first = min(entry.done_on for entry in entries)
    for entry in entries:
        turns.setdefault((entry.done_on - first).days // days, []).append(entry)
    return [
        (some, evening(dice, first + timedelta(days=(turn + 1) * days + dice.randrange(0, spread + 1))))
        for turn, some in turns.items()
    ]


def _on_sundays(dice: random.Random, entries: list[Entry]) -> None:
    for some, at in _in_turns(dice, entries, 7, 1):
        sitting(dice, some, at)


def _by_the_recorder(dice: random.Random, entries: list[Entry]) -> None:
    """Of many households in one evening, every second week or once a month."""
    household = dice.choice(NAMES)
    for some, at in _in_turns(dice, entries, dice.choice([14, 14, 30]), 3):
        sitting(dice, some, at)
    for entry in entries:
        entry.recorded_by, entry.on_behalf_of = "Cán bộ hợp tác xã", household


def _out_of_the_book(dice: random.Random, entries: list[Entry]) -> None:
    for some, at in _in_turns(dice, entries, dice.choice([30, 45, 150]), 5):
        sitting(dice, some, at)
        for entry in some:
            entry.note = "chép từ sổ giấy"


def _late(dice: random.Random, entries: list[Entry]) -> None:
    """A month goes by; then most of it out of memory, in one evening or two, and nothing is marked."""
    for some, at in _in_turns(dice, entries, dice.choice([21, 30, 45]), 6):
        cut = dice.randrange(len(some) + 1)
        sitting(dice, some[:cut], at)
        sitting(dice, some[cut:], at + timedelta(days=1))
