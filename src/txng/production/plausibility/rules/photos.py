"""One photo for work of different days, or of different lots.

Two tasks of one day may show one photo, and so may one task that was written for many plots at once.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from txng.production.plausibility.facts import Facts, Found, Line, Sighting
from txng.production.plausibility.likeness import alike
from txng.production.plausibility.thresholds import Thresholds
from txng.ui.formats import vn_date


def find(facts: Facts, data: Thresholds) -> list[Found]:
    shown = sorted((line for line in facts.lines if line.likeness is not None), key=lambda line: line.done_on)
    found = [_in_this_lot(lines) for lines in _groups(shown, data.photos.bits) if _acts(lines) > 1]
    by_id = {line.id: line for line in shown}
    told: set[int] = set()
    for sighting in facts.sightings:
        line = by_id.get(sighting.line_id)
        if line is not None and line.id not in told:
            told.add(line.id)
            found.append(_elsewhere(facts, line, sighting))
    return found


def _acts(lines: list[Line]) -> int:
    """How many days, an act written for several counted once even where one of its entries was put right."""
    return min(len({line.done_on for line in lines}), len({line.act or line.id for line in lines}))


def _groups(shown: list[Line], bits: int) -> list[list[Line]]:
    """Each photo with the first one it looks like."""
    groups: list[list[Line]] = []
    for line in shown:
        like = next((g for g in groups if alike(g[0].likeness or 0, line.likeness or 0, bits)), None)
        if like is None:
            groups.append([line])
        else:
            like.append(line)
    return groups


def _in_this_lot(lines: list[Line]) -> Found:
    days = sorted({line.done_on for line in lines})
    sentence = _("The same photo stands with work of %(n)d days: %(days)s.") % {
        "n": len(days),
        "days": ", ".join(vn_date(day) for day in days[:4]) + ("…" if len(days) > 4 else ""),
    }
    return Found(code="photo", sentence=sentence, lines=tuple(lines))


def _elsewhere(facts: Facts, line: Line, sighting: Sighting) -> Found:
    """The producer is not told whose the other lot is; the reader in office is, within their reach."""
    if sighting.establishment_id == facts.establishment_id:
        sentence = _("The photo of %(day)s looks like one of lot %(lot)s, of %(other)s.") % {
            "day": vn_date(line.done_on),
            "lot": sighting.lot,
            "other": vn_date(sighting.done_on),
        }
        return Found(code="photo", sentence=sentence, lines=(line,))
    sentence = _("The photo of %(day)s looks like a photo on record with another establishment.") % {
        "day": vn_date(line.done_on)
    }
    extra = ""
    if sighting.establishment:
        extra = _("%(establishment)s, lot %(lot)s, %(day)s") % {
            "establishment": sighting.establishment,
            "lot": sighting.lot,
            "day": vn_date(sighting.done_on),
        }
    return Found(code="photo", sentence=sentence, lines=(line,), extra=extra)
