"""`data/notices.toml`, read once: an unknown word in it stops the site from starting, not a notice from arriving."""

from __future__ import annotations

import string
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from txng.access import Permission
from txng.ledger.events import event_kind

DATA = Path(__file__).parent / "data" / "notices.toml"
URGENT, AT_ONCE, AFTER_UNDO = "urgent", "at-once", "after-undo"
APPLICANT = "applicant"
AUDIENCES = {
    *("own-people", "own-owner", "account-people", "account-leads", "managing-agency", "filed-with", "reach"),
    *("operator", "operator-leads", "delegated-agency", APPLICANT, "writer", "person", "receiver"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a person chooses by; `never_because` cites the law under which letters of it cannot be switched off."""

    code: str
    vi: str
    en: str
    mail: str
    never_because: str = ""

    @property
    def shown(self) -> str:
        return self.en if get_language() == "en" else self.vi


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line: whom an event concerns, in which words, how soon."""

    event: str
    template: str
    audience: str
    kind: str
    urgency: str
    vi: str
    en: str
    needs: Permission | None = None
    route: str = ""
    agency_route: str = ""  # where an agency finds the same thing elsewhere
    by: str = "subject_id"
    unless: str = ""
    sms: bool = False
    with_reason: bool = False

    @property
    def placeholders(self) -> frozenset[str]:
        return frozenset(
            name for text in (self.vi, self.en) for _, name, _, _ in string.Formatter().parse(text) if name
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    kinds: dict[str, Kind]
    rules: dict[str, Rule]  # by template
    by_event: dict[str, tuple[Rule, ...]]
    nobody: dict[str, str]
    undoing: frozenset[str]


@cache
def table() -> Table:
    return read(tomllib.loads(DATA.read_text("utf-8")))


def read(data: dict[str, Any]) -> Table:
    """Raise ValueError for what no reader would understand."""
    kinds = {line["code"]: Kind(**line) for line in data["kinds"]}
    rules: dict[str, Rule] = {}
    by_event: dict[str, tuple[Rule, ...]] = {}
    for line in data["notices"]:
        needs = Permission(line["needs"]) if "needs" in line else None
        rule = Rule(**{**line, "needs": needs})
        wrong = (
            rule.kind not in kinds
            or rule.audience not in AUDIENCES
            or rule.urgency not in (URGENT, AT_ONCE, AFTER_UNDO)
            or rule.template in rules
            or rule.event in data["nobody"]
            or (rule.audience == "reach" and needs is None)
        )
        if wrong or event_kind(rule.event) is None:
            raise ValueError(f"notices.toml: {rule.template} of {rule.event} cannot be understood")
        rules[rule.template] = rule
        by_event[rule.event] = (*by_event.get(rule.event, ()), rule)
    return Table(
        kinds=kinds,
        rules=rules,
        by_event=by_event,
        nobody=dict(data["nobody"]),
        undoing=frozenset(data["undo"]["events"]),
    )
