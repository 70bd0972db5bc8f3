"""What keeps stamps of a lot from being activated, and what its owner may answer for (names.md 7.14–15)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.production.completeness import Missing, missing_of
from txng.production.models import Lot
from txng.production.safety import Conflict, open_conflicts
from txng.stamps.capacity import capacity_of, in_use
from txng.ui.formats import vn_number


class Incomplete(RuleBroken):
    """The rule set in force asks for facts this lot does not have yet (NĐ37 art. 23.5; names.md 7.15)."""

    default_code = "incomplete"

    def __init__(self, lot: Lot, missing: list[Missing]) -> None:
        super().__init__(
            _("The stamps of lot %(lot)s cannot be activated yet. Missing: %(what)s.")
            % {"lot": lot.number, "what": "; ".join(str(item.label) for item in missing)}
        )
        self.missing = missing
        self.answerable = all(item.if_any for item in missing)


class Unsafe(RuleBroken):
    """Harvested inside a waiting time, banned, expired: corrected away or answered for first (names.md 7.14)."""

    default_code = "conflict"

    def __init__(self, lot: Lot, conflicts: list[Conflict]) -> None:
        super().__init__(
            _("The stamps of lot %(lot)s cannot be activated yet. %(what)s")
            % {"lot": lot.number, "what": " ".join(conflict.sentence for conflict in conflicts)}
        )
        self.conflicts = conflicts


class TooMany(RuleBroken):
    """More item stamps than the lot can hold packs."""

    default_code = "too_many"
    answerable = True


def despite(actor: Actor, lot: Lot, items: int, *, reason: str, on: date) -> str:
    """What stands against activating so many more item stamps, in sentences, if the `reason` answers for it; refused
    otherwise. What the law requires without “nếu có”, and conflicts, no reason given here can answer for."""
    answered = reason if actor.client_id is None else ""  # a program answers for nothing
    sentences = []
    missing = missing_of(lot, on=on)
    if missing and not (answered and all(item.if_any for item in missing)):
        raise Incomplete(lot, missing)
    if missing:
        what = "; ".join(str(item.label) for item in missing)
        sentences.append(_("Missing, which the law asks for only “if any”: %(what)s.") % {"what": what})
    conflicts = open_conflicts(lot, on)
    if conflicts:
        raise Unsafe(lot, conflicts)
    if items and (beyond := _beyond(lot, items, on)):
        if not answered:
            raise TooMany(
                _("%(sentence)s Check the numbers of the lot, or state the reason and activate them all the same.")
                % {"sentence": beyond}
            )
        sentences.append(beyond)
    return " ".join(sentences)


def _beyond(lot: Lot, items: int, on: date) -> str:
    capacity = capacity_of(lot, on)
    there = in_use(lot)
    if capacity.packs is None or there + items <= capacity.packs:
        return ""
    return _(
        "Lot %(lot)s holds %(packs)s packs at most (%(how)s). %(there)s stamps are active for it; with %(more)s more "
        "there would be %(sum)s."
    ) % {
        "lot": lot.number,
        "packs": vn_number(capacity.packs),
        "how": capacity.how,
        "there": vn_number(there),
        "more": vn_number(items),
        "sum": vn_number(there + items),
    }
