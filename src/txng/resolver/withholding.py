"""What is left of a card while an agency keeps it from being shown, or after it took it down.

The information leaves the card itself, so that no page, no list and no program that reads cards can forget to hide it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from txng.kernel.clock import local_date
from txng.oversight.models import DisplayState, TraceDisplay

# What names the goods in the hand: enough to say what is not shown, and what a recall of them must still say.
_PRODUCT = ("name", "name_en", "code", "gs1", "eaten", "keeps")
_LOT = ("number", "on_sale")
_MAKER = ("name", "paused_on")


def withheld(payload: dict[str, Any], displays: Iterable[TraceDisplay], lot_id: int | None) -> dict[str, Any]:
    """The payload as it is where nothing stands against it; of two decisions the one that goes further holds."""
    about = [one for one in displays if one.lot_id is None or one.lot_id == lot_id]
    if not about:
        return payload
    down = [one for one in about if one.state == DisplayState.CANCELLED]
    decision = (down or about)[0]
    product = {name: payload["product"][name] for name in _PRODUCT if name in payload["product"]}
    left: dict[str, Any] = {
        "product": {} if down and not payload.get("recall") else product,
        "maker": {name: payload["maker"][name] for name in _MAKER if not down or name == "paused_on"},
        "withheld": _decision(decision, taken_down=bool(down)),
    }
    if "lot" in payload:
        left |= {"lot": {name: payload["lot"][name] for name in _LOT}, "recall": payload["recall"]}
    if "recalls" in payload:
        left["recalls"] = payload["recalls"]
    return left


def _decision(display: TraceDisplay, *, taken_down: bool) -> dict[str, Any]:
    at = display.ended_at if taken_down else display.suspended_at
    assert at is not None
    return {
        "agency": display.agency,
        "on": local_date(at).isoformat(),
        "taken_down": taken_down,
        "ground": display.ground if taken_down else "",
    }
