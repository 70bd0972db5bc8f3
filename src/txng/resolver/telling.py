"""What a code is worth, told to an officer at an inspection: the buyers' verdict, which counts as nobody's scan.

Nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from txng import provinces
from txng.kernel.clock import local_date, now
from txng.oversight.actions.save_inspection_draft import Seen
from txng.resolver import words
from txng.resolver.addresses import read_typed
from txng.resolver.facts import Found
from txng.resolver.finding import find
from txng.resolver.knowing import facts_of, worth
from txng.resolver.verdict import Facts, Look, Verdict, decide

# Three sounds (ux.md W12): go on, look closer, stop.
TONES = {Look.GREEN: "ok", Look.GREEN_OUTLINED: "ok", Look.AMBER: "look", Look.GREY: "look", Look.RED: "bad"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    verdict: str
    tone: str
    look: str
    short: str
    title: str
    sentence: str
    product: str = ""
    lot: str = ""
    maker: str = ""

    def as_json(self) -> dict[str, str]:
        return asdict(self)

    def seen(self, read: str, *, told: str, at: datetime, from_pack: bool = False) -> Seen:
        """A line of a draft: what was told of it then, and what it is now."""
        return Seen(
            read=read,
            read_at=at,
            told=told,
            verdict=self.verdict,
            from_pack=from_pack,
            product=self.product,
            lot=self.lot,
            maker=self.maker,
        )


def in_short(verdict: str) -> str:
    """The short word of a kept verdict; of one nobody knows, itself."""
    if verdict == "not_in_pack":
        return _("Not in the pack")
    try:
        return words.short(Verdict(id=verdict, status=200, look=Look.GREY))
    except KeyError:
        return verdict


def tone_of(verdict: str) -> str:
    return _TONE_OF.get(verdict, "look")


_TONE_OF = {"valid": "ok", "valid_shared": "ok", "recalled": "bad", "void": "bad"}


def tell(text: str) -> Told:
    """Whatever was read or typed: a link of any host, sixteen characters, a code of ours."""
    asked = read_typed(text)
    found = find(asked)
    verdict, known = worth(asked, found, local_date(now()))
    if verdict.id == "valid":
        # Of a buyer's scan the first is this one; an officer's look is none, so one scan has been before it.
        verdict = replace(verdict, variant="seen" if known.sessions else "first")
    return _told(verdict, known, found.card)


def tell_of_lot(card: Mapping[str, Any]) -> Told:
    """What an activated code of this lot is worth now, for the pack that is taken along."""
    known = facts_of(Found(level="item", state="activated", card=dict(card)), today=local_date(now()))
    return _told(decide(known), known, card)


def _told(verdict: Verdict, known: Facts, card: Mapping[str, Any]) -> Told:
    who = provinces.current().identity
    product = card.get("product", {})
    english = not (get_language() or "vi").startswith("vi")
    lot = card.get("lot") or {}
    return Told(
        verdict=verdict.id,
        tone=TONES[verdict.look],
        look=verdict.look.value,
        short=words.short(verdict),
        title=words.title(verdict),
        sentence=strip_tags(words.sentence(verdict, known, province=who.shown, hotline=who.hotline)),
        product=(english and product.get("name_en")) or product.get("name", ""),
        lot=lot.get("number", "") if verdict.shows_lot else "",
        maker=card.get("maker", {}).get("name", ""),
    )
