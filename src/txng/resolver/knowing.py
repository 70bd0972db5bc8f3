"""From what was read of a code and what was seen of it to the facts a verdict is decided by."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from txng.provinces.copy_rules import copy_rule
from txng.resolver.addresses import Asked, Kind
from txng.resolver.copying import suspicion
from txng.resolver.facts import Found
from txng.resolver.recording import seen_of
from txng.resolver.scanlines import RAW, Scan, Seen
from txng.resolver.sessions import Visit
from txng.resolver.verdict import TEST, Facts, Recall, Verdict, Withheld, decide


def facts_of(found: Found, *, today: date, malformed: bool = False) -> Facts:
    """All but how often it was seen: that is known once this scan itself is written down (`with_count`)."""
    card = found.card
    lot = card.get("lot") or {}
    return Facts(
        today=today,
        level=found.level,
        malformed=malformed,
        recall=_recall(card),
        voided=found.voided,
        voided_by_operator=found.voided_by_operator,
        voided_on=found.voided_on,
        activated=found.state in ("activated", "consumed") and bool(lot)
        if found.level == "item"
        else bool(lot.get("on_sale")),
        withheld=_withheld(card),
        expires_on=_day(lot.get("expires_on")),
        paused_on=_day(card.get("maker", {}).get("paused_on")),
    )


def with_count(known: Facts, seen: Seen, keeps: str) -> Facts:
    """`keeps` of the product says how long sightings of its stamps are looked back on."""
    return replace(
        known,
        sessions=seen.sessions,
        first_at=seen.first_at,
        first_province=seen.first_province,
        suspicion=suspicion(seen.days, seen.provinces, keeps=keeps, rule=copy_rule(known.today), today=known.today),
    )


def worth(asked: Asked, found: Found, today: date) -> tuple[Verdict, Facts]:
    """For who asks without scanning: what buyers have seen of the code counts, this look does not."""
    known = facts_of(found, today=today, malformed=asked.kind is Kind.MALFORMED)
    seen = seen_of(found.code) if found.code else None
    if seen is not None:
        known = with_count(known, seen, found.card.get("product", {}).get("keeps", ""))
    return TEST if asked.kind is Kind.TEST else decide(known), known


def scan_of(at: datetime, raw: str, verdict: Verdict, found: Found, visit: Visit) -> Scan:
    code = found.code
    return Scan(
        at=at.timestamp(),
        raw=raw.replace("\x00", "")[:RAW],
        verdict=verdict.id,
        tweak=code.tweak if code else None,
        version=code.version if code else None,
        counter=code.counter if code else None,
        card_key=found.card_key,
        product_id=found.product_id,
        lot_id=found.lot_id,
        establishment_id=found.establishment_id,
        session=visit.session if visit.counts else None,
        province=visit.province if visit.counts else "",
    )


def _recall(card: dict[str, Any]) -> Recall | None:
    recall = card.get("recall")
    if not recall:
        return None
    return Recall(
        lot=card["lot"]["number"],
        reason=recall["reason"],
        return_to=recall["return_to"],
        return_phone=recall["phone"],
        eaten=card["product"]["eaten"],
        decision=recall["decision"],
        decided_on=_day(recall["decided_on"]),
    )


def _withheld(card: dict[str, Any]) -> Withheld | None:
    found = card.get("withheld")
    if not found:
        return None
    return Withheld(
        agency=found["agency"], on=_day(found["on"]), taken_down=found["taken_down"], ground=found["ground"]
    )


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
