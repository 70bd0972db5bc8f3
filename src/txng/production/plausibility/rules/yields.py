"""More than the land gives, or more heads than were stocked."""

from __future__ import annotations

from django.utils.translation import gettext as _

from txng.production.plausibility.facts import Facts, Found, Line
from txng.production.plausibility.thresholds import Thresholds
from txng.ui.formats import vn_number

_KILOS = {"kg": 1.0, "tấn": 1000.0, "tạ": 100.0, "yến": 10.0, "g": 0.001}


def find(facts: Facts, data: Thresholds) -> list[Found]:
    harvests = [line for line in facts.done("harvest") if line.quantity]
    return [*_of_the_land(facts, data, harvests), *_of_the_stock(facts, harvests)]


def _of_the_land(facts: Facts, data: Thresholds, harvests: list[Line]) -> list[Found]:
    most = next((most for most in data.yields if most.group == facts.group), None)
    kilos = sum((line.quantity or 0) * _KILOS.get(line.unit, 0) for line in harvests)
    if most is None or not facts.area_m2 or not kilos:
        return []
    per_ha = kilos / facts.area_m2 * 10_000
    if per_ha <= most.kg_per_ha:
        return []
    sentence = _(
        "%(kilos)s kg were harvested on %(area)s m², that is %(found)s tonnes a hectare; "
        "the most that is usual for these goods is about %(most)s."
    ) % {
        "kilos": vn_number(round(kilos)),
        "area": vn_number(round(facts.area_m2)),
        "found": vn_number(round(per_ha / 1000, 1)),
        "most": vn_number(round(most.kg_per_ha / 1000, 1)),
    }
    return [Found(code="yield", sentence=sentence, lines=tuple(harvests))]


def _of_the_stock(facts: Facts, harvests: list[Line]) -> list[Found]:
    stocked = [line for line in facts.done("sow") if line.quantity and line.unit == "con"]
    sold = [line for line in harvests if line.unit == "con"]
    heads_in, heads_out = (sum(line.quantity or 0 for line in lines) for lines in (stocked, sold))
    if facts.nature not in ("livestock", "aquaculture") or not heads_in or heads_out <= heads_in:
        return []
    sentence = _("%(out)s heads were sold, only %(stocked)s were stocked.") % {
        "out": vn_number(round(heads_out)),
        "stocked": vn_number(round(heads_in)),
    }
    return [Found(code="yield", sentence=sentence, lines=(*stocked, *sold))]
