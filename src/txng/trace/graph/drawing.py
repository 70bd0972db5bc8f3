"""The chain as boxes and arrows: where each stands. The template writes the SVG; no script, no style of its own.

Two drawings of the same: side by side for a wide screen, one below the other for a phone. What is many and alike
(two hundred codes of one lot) is one box with a number; all of it stands in the table below.
"""

from __future__ import annotations

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from txng.trace.graph import layout
from txng.trace.graph.chain import Chain, Row, percent, quantity
from txng.trace.graph.layout import Box, Drawing, Net
from txng.trace.graph.walking import Kind, Walk
from txng.ui.formats import vn_date

ALIKE = 4  # so many of a kind become one box
TALLEST = 7  # boxes in a column
_BACKWARDS = (Kind.UNPACKED, Kind.DETACHED)


def draw(chain: Chain) -> tuple[Drawing | None, Drawing]:
    """(side by side, where it fits; one below the other)."""
    net = _alike(_net(chain))
    return layout.wide(net), layout.narrow(net)


def _net(chain: Chain) -> Net:
    net = Net()
    rows = {row.told.id: row for row in chain.rows}
    hubs = _hubs(chain, rows)
    for walk, sign in ((chain.back, -1), (chain.forward, 1)):
        for key, level in walk.level.items():
            if key not in net.boxes:
                _box(net, chain, key, sign * level, hubs)
        for step in walk.steps.values():
            if step.kind in (Kind.EMPTIED, Kind.CLEARED) or not {step.source, step.target} <= net.boxes.keys():
                continue
            ends = (step.target, step.source) if step.kind in _BACKWARDS else (step.source, step.target)
            if (ends[1], ends[0]) not in net.arrows:
                net.arrows.add(ends)
        _parties(net, chain, walk, sign)
    _one_box_a_thing(net)
    return net


def _one_box_a_thing(net: Net) -> None:
    """A lot is asked about by all its addresses; one that no event used says nothing a second box should say."""
    touched = {key for arrow in net.arrows for key in arrow}
    shown = {(box.title, box.note.partition(" · ")[0]) for box in net.boxes.values() if box.key in touched}
    for box in [box for box in net.boxes.values() if box.look == "start" and box.key not in touched]:
        said = box.title, box.note.partition(" · ")[0]
        if said in shown:
            del net.boxes[box.key]
        shown.add(said)


def _hubs(chain: Chain, rows: dict[int, Row]) -> dict[str, Row]:
    """Which event a hub stands for: that of its output, where there are several."""
    found: dict[str, Row] = {}
    for step in (*chain.back.steps.values(), *chain.forward.steps.values()):
        for key in (step.source, step.target):
            if key.startswith("#") and step.event_id in rows and (key not in found or key == step.source):
                found[key] = rows[step.event_id]
    return found


def _box(net: Net, chain: Chain, key: str, level: int, hubs: dict[str, Row]) -> None:
    if key.startswith("#"):
        row = hubs.get(key)
        title = row.title if row else _("Delivery note")
        place = row.place.name if row and row.place else ""
        note = ", ".join(part for part in (vn_date(row.at) if row else "", place) if part)
        net.boxes[key] = Box(key=key, level=level, look="step", title=title, note=note)
        return
    known = chain.known[key]
    seeds = (*chain.back.seeds, *chain.forward.seeds)
    share = next((one.of[key] for one in chain.shares.values() if key in one.of and key not in seeds), None)
    amount = next((one.amounts[key] for one in chain.shares.values() if key in one.amounts), None)
    note = " · ".join(
        part
        for part in (
            known.detail,
            quantity(*amount) if amount else "",
            _("share %(share)s") % {"share": percent(share)} if share is not None and share < 1 else "",
        )
        if part
    )
    look = "start" if key in seeds else "thing"
    net.boxes[key] = Box(key=key, level=level, look=look, title=known.name, note=note, address=known.address)


def _parties(net: Net, chain: Chain, walk: Walk, sign: int) -> None:
    """Who sent it stands before everything, who received it behind."""
    for step in walk.ends.values():
        thing, party = (step.source, step.target) if step.kind == Kind.SHIPPED else (step.target, step.source)
        # A sender going forward, a receiver going back, are told in the table.
        if thing not in net.boxes or (step.kind == Kind.SHIPPED) != (sign > 0) or party not in chain.known:
            continue
        key = f"{'to' if sign > 0 else 'from'}:{party}"
        level = net.boxes[thing].level + sign
        box = net.boxes.get(key)
        if box is None:
            known = chain.known[party]
            net.boxes[key] = Box(
                key=key, level=level, look="party", title=known.name, note=vn_date(step.time), address=known.address
            )
        elif sign * level > sign * box.level:
            box.level = level
        net.arrows.add((thing, key) if sign > 0 else (key, thing))


def _alike(net: Net) -> Net:
    """Many of one kind with the same neighbours become one box; a column too tall keeps its first ones."""
    before, after = defaultdict(set), defaultdict(set)
    for one, other in net.arrows:
        after[one].add(other)
        before[other].add(one)
    groups: dict[object, list[Box]] = defaultdict(list)
    for box in net.boxes.values():
        family = box.key.partition("/21/")[0] if "/21/" in box.key else box.key[:26] if "/00/" in box.key else box.look
        alone = box.key if box.look in ("start", "step") else ""
        groups[box.level, family, alone, frozenset(before[box.key]), frozenset(after[box.key])].append(box)
    stands_for: dict[str, str] = {}
    merged = Net()
    for boxes in groups.values():
        if len(boxes) < ALIKE:
            for box in boxes:
                merged.boxes[box.key] = box
                stands_for[box.key] = box.key
            continue
        _join(merged, stands_for, boxes, f"{boxes[0].title} …")
    columns: dict[int, list[Box]] = defaultdict(list)
    for box in merged.boxes.values():
        columns[box.level].append(box)
    for boxes in columns.values():
        boxes.sort(key=lambda box: (box.look != "start", box.look != "step", -box.many))
        if len(boxes) > TALLEST:
            rest = boxes[TALLEST - 1 :]
            for box in rest:
                del merged.boxes[box.key]
            inner = {key for key, stands in stands_for.items() if stands in {box.key for box in rest}}
            _join(merged, stands_for, rest, "", inner)
    for one, other in net.arrows:
        ends = stands_for[one], stands_for[other]
        if ends[0] != ends[1]:
            merged.arrows.add(ends)
    return merged


def _join(net: Net, stands_for: dict[str, str], boxes: list[Box], title: str, inner: set[str] | None = None) -> None:
    first, count = boxes[0], sum(box.many for box in boxes)
    key = f"many:{first.key}"
    more = ngettext("%(n)s more", "%(n)s more", count) % {"n": count} if not title else ""
    net.boxes[key] = Box(
        key=key,
        level=first.level,
        look="more",
        title=more or title,
        note=_("in the table below") if more else ngettext("%(n)s alike", "%(n)s alike", count) % {"n": count},
        many=count,
    )
    for member in inner if inner is not None else {box.key for box in boxes}:
        stands_for[member] = key
