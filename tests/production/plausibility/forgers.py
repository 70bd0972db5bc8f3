"""How diaries are made up, as people do it. Each starts from what an honest grower of the same goods would have kept.

A share of each kind is done well enough that nobody could tell from the diary alone; such ones stay in the corpus.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from tests.production.plausibility.diaries import Diary, Entry, Photo
from tests.production.plausibility.growers import HELD_BACK as OTHER_WAYS
from tests.production.plausibility.growers import NAMES, TUNED, Ways, evening, honest, sitting


@dataclass(frozen=True)
class Craft:
    """How forgers of a population go about it."""

    ways: Ways
    bought: tuple[float, float]  # how many times what the site gives
    trim: float  # how much of a photo is cut off when it is sent again, at most
    careless: float  # how many leave things as the copy made them


TUNED_CRAFT = Craft(TUNED, (1.6, 6.0), 0.03, 0.75)
HELD_BACK_CRAFT = Craft(OTHER_WAYS, (1.5, 5.0), 0.05, 0.65)


def doctored(number: int, craft: Craft) -> Diary:
    kind = list(KINDS)[number % len(KINDS)]
    dice = random.Random(f"{craft.ways.name} doctored {number}")
    diary = honest(10_000 + number + number // len(KINDS), craft.ways)
    KINDS[kind](dice, craft, diary)
    diary.kind = kind
    diary.key += f"-{kind}"
    diary.entries.sort(key=lambda entry: (entry.recorded_at, entry.done_on))
    return diary


def _copied(dice: random.Random, craft: Craft, diary: Diary) -> None:
    """“Như hôm qua”, again and again: a few tasks in a fixed round, the amounts of the first time."""
    sown = next((e for e in diary.entries if e.activity == "sow"), None)
    end = [e for e in diary.entries if e.activity in ("harvest", "pack", "prepare", "transport")]
    last = min(e.done_on for e in end)
    tasks = {
        "rice": [
            ("fertilise", "NPK 20-20-15", 50.0, "kg"),
            ("spray", "Chế phẩm Bt", 2.0, "lít"),
            ("water", "", None, ""),
        ],
        "greens": [("fertilise", "Phân hữu cơ", 30.0, "kg"), ("water", "Giếng", 2.0, "giờ")],
        "fruit": [
            ("fertilise", "NPK 16-16-8", 45.0, "kg"),
            ("water", "Nước mương", 2.0, "giờ"),
            ("weed", "", None, ""),
        ],
        "chicken": [("feed", "Cám gà thịt", 100.0, "kg"), ("clean", "Vệ sinh chuồng", None, "")],
        "shrimp": [("feed", "Thức ăn viên", 60.0, "kg"), ("change_water", "Thay 20 % nước", 300.0, "m³")],
    }[diary.goods]
    entries: list[Entry] = [sown] if sown else []
    for turn, (activity, what, quantity, unit) in enumerate(tasks):
        step = (
            dice.choice([3, 5, 7, 7, 10])
            if diary.goods in ("greens", "shrimp", "chicken")
            else dice.choice([7, 7, 10, 14])
        )
        day = diary.opened_on + timedelta(days=2 + turn)
        while day < last - timedelta(days=8):
            slip = 0 if dice.random() < craft.careless + 0.2 else dice.choice([-1, 1])
            entries.append(Entry(activity, day + timedelta(days=slip), what=what, quantity=quantity, unit=unit))
            day += timedelta(days=step)
    diary.entries = [*entries, *end]
    name = dice.choice(NAMES)
    for entry in entries:
        entry.recorded_by, entry.note, entry.on_behalf_of = name, "", ""
        entry.recorded_at = evening(dice, entry.done_on + timedelta(days=dice.choice([0, 0, 0, 1])))
    if dice.random() < 0.4:  # and in a few sittings, for whoever copies does not sit down every evening
        for start in range(0, len(entries), 8):
            some = entries[start : start + 8]
            sitting(dice, some, evening(dice, max(e.done_on for e in some) + timedelta(days=1)))


def _night_before(dice: random.Random, craft: Craft, diary: Diary) -> None:
    """The season is written the evening before the inspectors come. Nothing is marked; why should it be."""
    seen = max(e.done_on for e in diary.entries) + timedelta(days=dice.randrange(1, 10))
    if dice.random() < 0.3:  # not all of it: the beginning was kept
        kept = len(diary.entries) // 4
        for entry in diary.entries[:kept]:
            entry.recorded_at = evening(dice, entry.done_on)
        made_up = diary.entries[kept:]
    else:
        made_up = diary.entries
    for entry in diary.entries:
        entry.note = entry.on_behalf_of = ""
        entry.photo = None if dice.random() < 0.8 else entry.photo
    half = len(made_up) if dice.random() < 0.7 else len(made_up) // 2
    sitting(dice, made_up[:half], evening(dice, seen))
    sitting(dice, made_up[half:], evening(dice, seen + timedelta(days=1)))


def _bought_in(dice: random.Random, craft: Craft, diary: Diary) -> None:
    """Goods of others go out under this lot: more is harvested than grew."""
    times = dice.uniform(*craft.bought)
    for entry in diary.entries:
        if entry.activity in ("harvest", "pack") and entry.quantity:
            entry.quantity = round(entry.quantity * times, 0)


def _photos_again(dice: random.Random, craft: Craft, diary: Diary) -> None:
    """Two or three photos serve for the season; some come out of another lot, sent on by Zalo."""
    pool = [Photo(dice.randrange(10**6), dice.randrange(1, 300)) for _ in range(dice.randrange(1, 4))]
    if dice.random() < 0.5:
        diary.elsewhere = list(pool)
    shown = [e for e in diary.entries if dice.random() < 0.45] or diary.entries[:2]
    for entry in shown:
        same = dice.choice(pool)
        entry.photo = replace(
            same,
            trim=dice.choice([0.0, 0.0, dice.uniform(0, craft.trim)]),
            light=dice.choice([1.0, 1.0, dice.uniform(0.85, 1.15)]),
            quality=dice.choice([85, 70, 55]),
            width=dice.choice([320, 320, 240, 480]),
        )


def _too_soon(dice: random.Random, craft: Craft, diary: Diary) -> None:
    """Sprayed or treated a few days before the harvest, and written down as it was."""
    first = min(e.done_on for e in diary.entries if e.activity == "harvest")
    if diary.goods in ("chicken", "shrimp"):
        activity, name, wait = "vaccinate", dice.choice(["Amoxicillin", "Oxytetracycline", "Florfenicol"]), 10
    else:
        activity, name, wait = "spray", dice.choice(["Abamectin 3.6EC", "Cypermethrin 25EC", "Hexaconazole 5SC"]), 14
    day = first - timedelta(days=dice.randrange(1, wait - 2))
    day = max(day, diary.opened_on)
    words = {
        "spray": f"{name}, thời gian cách ly {wait} ngày",
        "vaccinate": f"{name}, ngừng thuốc {wait} ngày trước khi xuất bán",
    }[activity]
    told = dice.random() < craft.careless
    who = diary.entries[0]
    entry = Entry(
        activity,
        day,
        what=words if told else name,
        quantity=round(dice.uniform(0.5, 6), 1),
        unit="lít",
        recorded_by=who.recorded_by,
        note=who.note,
        on_behalf_of=who.on_behalf_of,
    )
    entry.recorded_at = evening(dice, day)
    diary.entries.append(entry)


def _out_of_order(dice: random.Random, craft: Craft, diary: Diary) -> None:
    """A made-up diary whose days do not fit: fed after the slaughter, sown after the harvest, sprayed what was sold."""
    last = max(e.done_on for e in diary.entries if e.activity == "harvest")
    later = {"chicken": ("feed", "vaccinate"), "shrimp": ("feed", "change_water")}.get(
        diary.goods, ("fertilise", "spray", "sow", "prune")
    )
    count = dice.randrange(1, 4)
    for _ in range(count):
        activity = dice.choice(later)
        day = last + timedelta(days=dice.randrange(1, 15))
        old = next((e for e in diary.entries if e.activity == activity), None)
        if activity == "sow" and old is not None:
            old.done_on = day
            old.recorded_at = max(old.recorded_at, evening(dice, day))
            continue
        entry = replace(old) if old else Entry(activity, day, what="", recorded_by=diary.entries[0].recorded_by)
        entry.done_on, entry.photo = day, None
        entry.recorded_at = evening(dice, day)
        diary.entries.append(entry)


KINDS: dict[str, Callable[[random.Random, Craft, Diary], None]] = {
    "copied": _copied,
    "night before": _night_before,
    "bought in": _bought_in,
    "photos again": _photos_again,
    "too soon": _too_soon,
    "out of order": _out_of_order,
}
