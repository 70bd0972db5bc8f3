"""How much of the goods a walk began with is in what it came to, by mass.

What goes into one working is mixed: a quarter of the input is a quarter of every output. Forward a share says how much
of a thing *is* of the start; back, how much of the start *comes from* a thing. Where an amount was not told, or kilos
meet litres, nothing is computed: an unknown share stays unknown in all that follows from it.

Events in their order, so that going round in circles needs no care: what comes back later counts from then on.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from txng.trace.graph.stays import Step
from txng.trace.graph.walking import FORWARD, Kind, Walk, Walker

_INTO_HUB = (Kind.INPUT, Kind.SENT)
_FROM_HUB = (Kind.OUTPUT, Kind.TAKEN_IN)
_MIXING = (*_INTO_HUB, *_FROM_HUB)


@dataclass(slots=True)
class Shares:
    """Between 0 and 1; a thing that is not here has an unknown one."""

    of: dict[str, float] = field(default_factory=dict)
    amounts: dict[str, tuple[Decimal, str]] = field(default_factory=dict)  # all there was of a thing, and its unit


@dataclass(slots=True)
class _Mass:
    """What came together in one place: in all, and of the start."""

    total: Decimal = Decimal(0)
    units: set[str] = field(default_factory=set)
    known: bool = True

    def add(self, step: Step) -> None:
        self.units.add(step.uom)
        if step.quantity is None:
            self.known = False
        else:
            self.total += step.quantity

    @property
    def is_sound(self) -> bool:
        return self.known and len(self.units) == 1 and self.total > 0


def shares(found: Walk, walker: Walker) -> Shares:
    """`walker` reads what came in beside the goods followed, with the same eyes."""
    inflows = [step for step in walker.inflows(list(found.level)) if step.kind in _MIXING]
    into: dict[str, _Mass] = defaultdict(_Mass)
    sources: dict[str, set[str]] = defaultdict(set)
    for step in inflows:
        into[step.target].add(step)
        sources[step.target].add(step.source)
    result = Shares()
    for key, mass in into.items():
        if mass.is_sound and not key.startswith("#"):
            result.amounts[key] = (mass.total, next(iter(mass.units)))
    whole = [step for step in found.steps.values() if step.kind in (*_MIXING, Kind.COMMISSIONED)]
    if found.direction == FORWARD:
        _forward(found, whole, into, sources, result)
    else:
        _back(found, whole, into, sources, result)
    return result


def _part(step: Step, mass: _Mass, alone: bool) -> float | None:
    """Which part of all that came in this step is."""
    if alone:
        return 1.0
    if not mass.is_sound or step.quantity is None:
        return None
    return float(step.quantity / mass.total)


def _forward(
    found: Walk, steps: list[Step], into: dict[str, _Mass], sources: dict[str, set[str]], result: Shares
) -> None:
    shares: dict[str, float | None] = dict.fromkeys(found.seeds, 1.0)
    order = {kind: place for place, kind in enumerate((Kind.INPUT, Kind.SENT, Kind.OUTPUT, Kind.TAKEN_IN))}
    for step in sorted(steps, key=lambda one: (one.time, found.level[one.source], order.get(Kind(one.kind), 9))):
        if step.target in found.seeds:
            continue
        had = shares.get(step.source)
        if step.kind == Kind.COMMISSIONED:
            shares[step.target] = had
            continue
        part = _part(step, into[step.target], sources[step.target] == {step.source})
        before = shares.get(step.target, 0.0)
        shares[step.target] = None if had is None or part is None or before is None else before + had * part
    _settle(shares, result)


def _back(found: Walk, steps: list[Step], into: dict[str, _Mass], sources: dict[str, set[str]], result: Shares) -> None:
    shares: dict[str, float | None] = dict.fromkeys(found.seeds, 1.0)
    order = {kind: place for place, kind in enumerate((Kind.OUTPUT, Kind.TAKEN_IN, Kind.INPUT, Kind.SENT))}
    for step in sorted(
        steps, key=lambda one: (-one.time.timestamp(), found.level[one.target], order.get(Kind(one.kind), 9))
    ):
        if step.source in found.seeds:
            continue
        had = shares.get(step.target)
        if step.kind == Kind.COMMISSIONED:
            part: float | None = 1.0
        else:
            part = _part(step, into[step.target], sources[step.target] == {step.source})
        before = shares.get(step.source, 0.0)
        shares[step.source] = None if had is None or part is None or before is None else before + had * part
    _settle(shares, result)


def _settle(shares: dict[str, float | None], result: Shares) -> None:
    for key, share in shares.items():
        if share is not None and not key.startswith("#"):
            result.of[key] = min(round(share, 9), 1.0)
