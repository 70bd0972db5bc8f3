"""Work on days on which it cannot have been done.

Only what is impossible whatever is written next: while a lot is picked every few days, work after the last harvest so
far is work between two harvests. So the end counts where goods are cut once, or where the lot is closed.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from txng.production.models import Activity
from txng.production.plausibility.facts import Facts, Found, Line
from txng.production.plausibility.thresholds import Thresholds
from txng.ui.formats import vn_date


def find(facts: Facts, data: Thresholds) -> list[Found]:
    harvests = facts.done("harvest")
    if not harvests:
        return []
    found = _before_it_began(facts, harvests[0])
    for line in _after_the_end(facts, data, harvests[-1]):
        sentence = _("%(work)s is written on %(day)s, after the last harvest on %(harvest)s.") % {
            "work": _name(line),
            "day": vn_date(line.done_on),
            "harvest": vn_date(harvests[-1].done_on),
        }
        found.append(Found(code="order", sentence=sentence, lines=(line, harvests[-1])))
    return found


def _before_it_began(facts: Facts, first: Line) -> list[Found]:
    found = []
    sown = facts.done("sow")
    if sown and first.done_on < sown[0].done_on:
        sentence = _("The harvest of %(harvest)s is written before the sowing or stocking of %(day)s.") % {
            "harvest": vn_date(first.done_on),
            "day": vn_date(sown[0].done_on),
        }
        found.append(Found(code="order", sentence=sentence, lines=(first, sown[0])))
    for line in facts.done("pack", "prepare")[:1]:
        if line.done_on < first.done_on:
            sentence = _("%(work)s is written on %(day)s, before the first harvest on %(harvest)s.") % {
                "work": _name(line),
                "day": vn_date(line.done_on),
                "harvest": vn_date(first.done_on),
            }
            found.append(Found(code="order", sentence=sentence, lines=(line, first)))
    return found


def _after_the_end(facts: Facts, data: Thresholds, last: Line) -> list[Line]:
    if not (facts.ended or facts.group in data.order.harvested_once):
        return []
    listed = next((after.activities for after in data.order.after_end if after.nature == facts.nature), ())
    if facts.group in data.order.tended_afterwards:
        listed = tuple(activity for activity in listed if activity == "sow")
    first_sown = {line.id for line in facts.done("sow")[:1]}
    late = [line for line in facts.done(*listed) if line.done_on > last.done_on]
    # A sowing that stands after every harvest is told once, as the harvest before it.
    return [line for line in late if line.id not in first_sown]


def _name(line: Line) -> str:
    return str(Activity(line.activity).label)
