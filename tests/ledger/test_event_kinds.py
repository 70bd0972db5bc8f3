"""The vocabulary of the ledger: values are stored for ever, so each means one thing."""

from __future__ import annotations

import re
import string
from dataclasses import replace

import pytest

from tests import make
from tests.cast import Organisations
from txng.access import Actor
from txng.ledger.events import EventKind, all_event_kinds, event_kind
from txng.ledger.models import Entry
from txng.ledger.recording import record
from txng.oversight.events import OversightEvent

OURS = [kind for kind in all_event_kinds() if type(kind).__module__.startswith("txng.")]


def test_two_kinds_cannot_share_a_value() -> None:
    with pytest.raises(ValueError, match="share the value oversight"):

        class Again(EventKind):
            RECALLED = str(OversightEvent.RECALL_OPENED), "{actor} did {subject}", False, "nobody"

    assert event_kind(str(OversightEvent.RECALL_OPENED)) is OversightEvent.RECALL_OPENED


@pytest.mark.parametrize("kind", OURS, ids=str)
def test_every_kind_is_well_formed(kind: EventKind) -> None:
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+:[a-z_]+", str(kind))
    assert len(str(kind)) <= Entry._meta.get_field("kind").max_length
    assert str(kind).partition(".")[0] == type(kind).__module__.split(".")[1], "the area that owns it"
    assert kind.concerns in {"establishment", "agency", "operator", "applicant", "nobody"}
    assert isinstance(kind.public, bool)
    assert {name for _, name, _, _ in string.Formatter().parse(kind.sentence) if name} <= {"actor", "subject"}


@pytest.mark.django_db
def test_a_very_long_name_does_not_stop_the_change_it_stands_beside(organisations: Organisations, mai: Actor) -> None:
    long = replace(mai, label="Nguyễn " * 60, organisation="Hợp tác xã " * 60)
    entry = record(OversightEvent.RECALL_OPENED, actor=long, subject=organisations.lanh, at=make.AT, label="Lô " * 300)
    assert (len(entry.actor_label), len(entry.actor_organisation), len(entry.subject_label)) == (200, 300, 300)
