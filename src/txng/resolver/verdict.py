"""One verdict a scan, the first that matches (names.md 3). Pure: facts in, verdict out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from txng.resolver.copying import Suspicion


class Look(Enum):
    """Shape and colour together, so that neither says it alone."""

    GREEN = "ok"
    GREEN_OUTLINED = "ok_outline"
    AMBER = "warn"
    RED = "danger"
    GREY = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """A recall in force, as the card carries it."""

    lot: str
    reason: str
    return_to: str
    return_phone: str = ""
    eaten: bool = True  # “ăn, uống”, else “sử dụng”
    decision: str = ""
    decided_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """What an agency keeps from being shown while it looks, or has taken down."""

    agency: str
    on: date | None
    taken_down: bool = False
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    today: date
    level: str = ""  # item, lot, product; "" for what we do not hold
    malformed: bool = False
    recall: Recall | None = None
    voided: bool = False
    voided_by_operator: bool = False
    voided_on: date | None = None
    activated: bool = False
    withheld: Withheld | None = None
    suspicion: Suspicion | None = None
    expires_on: date | None = None
    paused_on: date | None = None
    sessions: int = 0
    first_at: datetime | None = None
    first_province: str = ""
    counted: bool = True  # False while the database is away: how often a code was seen is not known then


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`variant` picks the sentence: eat/use, by_operator, taken_down, lot/product, first/seen/uncounted."""

    id: str
    status: int
    look: Look
    variant: str = ""

    @property
    def is_green(self) -> bool:
        return self.look in (Look.GREEN, Look.GREEN_OUTLINED)

    @property
    def shows_lot(self) -> bool:
        """Where lot data helps. A void or unused stamp proves no lot, so it shows none."""
        return self.id in ("recalled", "check", "expired", "paused", "valid", "valid_shared")


TEST = Verdict(id="test", status=200, look=Look.GREY)  # the calibration page: green could be pasted on goods
UNAVAILABLE = Verdict(id="unavailable", status=503, look=Look.GREY)


def decide(facts: Facts) -> Verdict:
    if not facts.level:
        return Verdict(id="not_found", status=400 if facts.malformed else 404, look=Look.GREY)
    if facts.recall is not None:
        variant = "consume" if facts.recall.eaten else "use"
        return Verdict(id="recalled", status=200, look=Look.RED, variant=variant)
    if facts.voided:
        variant = "by_operator" if facts.voided_by_operator else ""
        return Verdict(id="void", status=200, look=Look.RED, variant=variant)
    if not facts.activated and facts.level != "product":
        return Verdict(id="not_activated", status=200, look=Look.AMBER)
    if facts.withheld is not None:
        variant = "taken_down" if facts.withheld.taken_down else ""
        return Verdict(id="suspended", status=200, look=Look.AMBER, variant=variant)
    if facts.suspicion is not None:
        return Verdict(id="check", status=200, look=Look.AMBER)
    if facts.expires_on is not None and facts.expires_on < facts.today:
        return Verdict(id="expired", status=200, look=Look.AMBER)
    if facts.paused_on is not None:
        return Verdict(id="paused", status=200, look=Look.AMBER)
    if facts.level != "item":
        return Verdict(id="valid_shared", status=200, look=Look.GREEN_OUTLINED, variant=facts.level)
    variant = "uncounted" if not facts.counted else "first" if facts.sessions <= 1 else "seen"
    return Verdict(id="valid", status=200, look=Look.GREEN, variant=variant)
