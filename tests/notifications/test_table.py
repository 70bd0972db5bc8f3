"""Every event is told to somebody or, on purpose, to nobody; every line of the table can be read by its reader."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from tests import make
from txng.access.actors import system
from txng.ledger.events import all_event_kinds
from txng.ledger.models import Entry
from txng.notifications.letters import headline, path_of
from txng.notifications.table import DATA, Rule, read, table
from txng.notifications.wording import SMS_LENGTH, facts_of, sentence, short_message

RULES = list(table().rules.values())
# What verbs really write, where a sentence names more than actor, subject and ground (each action's `after`).
WRITTEN = {
    "person": "Trần Văn Tư",
    "seats": 4,
    "key": "Máy in tem",
    "valid_from": "2026-09-21",
    "quantity": 12000,
    "first": 1,
    "last": 500,
    "return_to": "HTX Trái cây Lành",
    "proposal": 7,
    "change_id": 8,
    "valid_to": "2026-12-31",
    "giver": "HTX Trái cây Lành",
    "receiver": "Cơ sở Khải",
    "goods": "Sầu riêng Ri6",
    "lot": "L26A0917",
    "version": 2,
    "until": "2026-09-24",
}


def entry_of(rule: Rule) -> Entry:
    actor = system("Nguyễn Thị Hạnh")
    return Entry(
        pk=1,
        at=make.AT,
        kind=rule.event,
        actor_label=actor.label,
        actor_organisation="UBND xã Phong Điền",
        subject_type="registry.dossier",
        subject_id="17",
        subject_label="HS-2026-000123 Hợp tác xã Trái cây Lành",
        after={**WRITTEN, "login": "lanh", "token": "must-not-travel"},
        reason="Thiếu giấy kiểm nghiệm",
        ground="15/QĐ-SKHCN",
    )


def test_every_event_is_told_or_on_purpose_not() -> None:
    ours = {str(kind) for kind in all_event_kinds() if type(kind).__module__.startswith("txng.")}
    told, untold = set(table().by_event), set(table().nobody)
    assert ours - told - untold == set(), "decide in notices.toml who is told"
    assert (told | untold) - ours == set(), "no such event any more"
    assert all(table().nobody.values()), "why nobody is told"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.template)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_line_can_be_read(rule: Rule, language: str) -> None:
    facts = facts_of(entry_of(rule), rule)
    with translation.override(language):
        said = sentence(rule.template, facts)
    assert "{" not in said and "–" not in said.replace(" – ", ""), said
    assert ("Thiếu giấy kiểm nghiệm" in said) == rule.with_reason
    assert "must-not-travel" not in str(facts), "no fact the sentence does not say"
    if rule.route:
        assert path_of(rule, "17", facts).startswith("/"), rule.route
    assert len(headline(said)) <= 300
    assert short_message(said, "Sở KH&CN").isascii() and len(short_message(said, "Sở KH&CN")) <= SMS_LENGTH


def test_words_wear_their_own_language() -> None:
    rule = table().rules["codes-ready"]
    with translation.override("vi"):
        assert "12.000 tem" in sentence(rule.template, facts_of(entry_of(rule), rule))
    rule = table().rules["delegation-made"]
    with translation.override("vi"):
        assert "từ 21/09/2026" in sentence(rule.template, facts_of(entry_of(rule), rule))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("audience", "everybody"),
        ("kind", "gossip"),
        ("urgency", "soon"),
        ("event", "no.such:thing"),
        ("needs", "no.right"),
    ],
)
def test_a_line_nobody_could_read_stops_the_start(key: str, value: str) -> None:
    data: dict[str, Any] = tomllib.loads(DATA.read_text("utf-8"))
    data["notices"][0][key] = value
    with pytest.raises(ValueError):
        read(data)


def test_what_cannot_be_switched_off_cites_the_law() -> None:
    for kind in table().kinds.values():
        if kind.never_because:
            assert any(word in kind.never_because for word in ("Điều", "CB ", "CT-REG "))
    urgent = {rule.kind for rule in RULES if rule.urgency == "urgent"}
    assert urgent <= {code for code, kind in table().kinds.items() if kind.never_because}


def test_a_template_of_an_older_release_is_still_a_line() -> None:
    with translation.override("en"):
        assert "HS-1" in sentence("gone", {"subject": "HS-1"})
    assert path_of(None, "1", {}) == ""
    assert reverse("notice-list") == "/quan-ly/thong-bao/"
