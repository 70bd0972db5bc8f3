"""What an orchard without a signal does to a diary."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

from tests.claims.framework import Claim, Context, Measured
from tests.claims.workspace.phones import Handset, Person
from tests.claims.workspace.wire import Wire, wire

CLAIM = Claim(
    "workspace-02",
    "Diary entries survive disconnects, reloads, kills, lost and doubled sendings, wrong clocks, two tabs, two phones and a "
    "browser that clears its store: what the person was told is saved stands once, in the order done (UX-14).",
    vi="Nhật ký qua mất mạng, tải lại, tắt ngang, gửi mất trả lời, gửi hai lần, đồng hồ sai, hai thẻ, hai máy và trình "
    "duyệt xóa bộ nhớ: mục nào báo đã lưu thì có đúng một lần, theo thứ tự làm.",
)
HOUR = 3_600_000
CLOCKS = (0, -26 * HOUR, 3 * HOUR, 9 * 24 * HOUR)
NEAR = 6.0  # seconds between pressing “Lưu” and the hour on record
ACTS = ("save", "save", "save", "save", "save", "twice", "undo", "offline", "online", "reload", "kill", "tab", "send", "lost", "double",
        "cut", "clear")  # fmt: skip


def _script(dice: random.Random, number: int, phones: list[Handset], line: Wire) -> Person:
    person = Person()
    saved = 0
    if number % 3 == 0:
        phones[1].set_clock(dice.choice(CLOCKS))
    for _ in range(dice.randrange(6, 11)):
        which = dice.randrange(2)
        phone, act = phones[which], dice.choice(ACTS)
        if act in ("save", "twice", "undo"):
            saved += 1
            name = f"nuoc-{number}-{saved}x"
            phone.save(person, name, twice=act == "twice")
            if act == "undo":
                phone.undo(person, name)
        elif act in ("offline", "online"):
            phone.context.set_offline(act == "offline")
        elif act in ("lost", "double", "cut"):
            line.trouble = {"lost": "lost", "double": "twice", "cut": "cut"}[act]
            phone.send()
        elif act == "clear":
            phone.clear_store(person)
            # Its tiles went too: it writes again when it has been connected.
            phone.context.set_offline(False)
        else:
            {"reload": phone.reload, "kill": phone.kill, "tab": phone.second_tab, "send": phone.send}[act]()
    line.trouble = ""
    for which, phone in enumerate(phones):
        phone.context.set_offline(False)
        if not phone.empty_queue():
            person.faults.append(f"phone {which + 1} never sent {phone.queue()[:3]}")
    return person


def _judge(site: Any, number: int, person: Person) -> list[str]:
    """What is wrong with what stands on the server after one script."""
    rows = site.sql(
        "SELECT what, count(*), min(coalesce(done_at, recorded_at)) FROM production_diaryentry "
        "WHERE what LIKE %s GROUP BY what",
        [f"nuoc-{number}-%"],
    )
    stands = {what: (count, at) for what, count, at in rows}
    faults = [*person.faults]
    faults += [f"{name} is missing" for name in person.must if name not in stands]
    faults += [f"{name} stands {count} times" for name, (count, _) in stands.items() if count != 1]
    faults += [f"{name} was taken back and stands" for name in person.not_ if name in stands]
    faults += [f"{name} nobody wrote" for name in stands if name not in {*person.must, *person.may, *person.not_}]
    for name, pressed in person.must.items():
        if name in stands and abs((stands[name][1] - datetime.fromtimestamp(pressed, UTC)).total_seconds()) > NEAR:
            faults.append(f"{name} was done at {datetime.fromtimestamp(pressed, UTC)} and stands at {stands[name][1]}")
    return [f"script {number}: {fault}" for fault in faults]


def _run(ctx: Context, site: Any, scripts: range, *, forgetful: bool = False) -> tuple[list[str], int, dict[str, int]]:
    faults: list[str] = []
    entries = 0
    with wire(site.port, forgetful=forgetful) as line:
        phones = [Handset(ctx.browser, line.base_url, site.user("tu")) for _ in range(2)]
        try:
            for number in scripts:
                person = _script(random.Random(20260921 + number), number, phones, line)
                faults += _judge(site, number, person)
                entries += len(person.must)
                if forgetful and faults:
                    break
        finally:
            for phone in phones:
                phone.context.close()
        return faults, entries, dict(line.met)


def measure(ctx: Context) -> Measured:
    scripts = range(500 if ctx.full else 60)
    with ctx.own_installation("can-tho") as site:
        faults, entries, met = _run(ctx, site, scripts)
    troubles = ", ".join(f"{count} {name}" for name, count in met.items())
    figure = f"{len(scripts)} scripts, {entries} entries saved and standing once; on the wire {troubles}"
    return Measured(not faults, figure if not faults else "; ".join(faults[:4]), len(scripts))


def control(ctx: Context) -> bool:
    """A server that gives each request a number of its own writes an entry twice whose answer was lost."""
    with ctx.own_installation("can-tho") as site:
        faults, _, _ = _run(ctx, site, range(60), forgetful=True)
    return any("times" in fault for fault in faults)
