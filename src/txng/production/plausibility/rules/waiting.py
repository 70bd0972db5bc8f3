"""Harvest before the waiting time of a pesticide or medicine is over."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from txng.production.plausibility.facts import Facts, Found
from txng.production.plausibility.thresholds import Thresholds
from txng.production.plausibility.words import waiting_days
from txng.ui.formats import vn_date


def find(facts: Facts, data: Thresholds) -> list[Found]:
    found = []
    harvests = facts.done("harvest")
    for line in facts.done(*data.waiting.activities):
        told = waiting_days(line.what, line.note, longest=data.waiting.longest_days)
        days = max(told or 0, line.waiting_days or 0)
        over = line.done_on + timedelta(days=days)
        early = next((harvest for harvest in harvests if line.done_on <= harvest.done_on < over), None)
        if early is None:
            continue
        sentence = _(
            "“%(what)s” on %(day)s asks to wait %(days)d days, until %(over)s; the harvest is written on %(harvest)s."
        ) % {
            "what": line.what,
            "day": vn_date(line.done_on),
            "days": days,
            "over": vn_date(over),
            "harvest": vn_date(early.done_on),
        }
        found.append(Found(code="waiting", sentence=sentence, lines=(line, early)))
    return found
