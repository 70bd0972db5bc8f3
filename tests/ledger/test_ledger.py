"""The ledger: written with the change or not at all, and never altered (architecture 3.8; G1)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from tests import make
from txng.access.actors import system
from txng.ledger import recording
from txng.ledger.events import EventKind, all_event_kinds
from txng.ledger.models import Entry
from txng.ledger.recording import record
from txng.registry.models import Establishment

pytestmark = pytest.mark.django_db


class Happening(EventKind):
    HEARD = "test.thing:heard", "{actor} heard of {subject}", False, "nobody"


@pytest.fixture
def establishment(province: str) -> Establishment:
    return make.establishment("Hợp tác xã Lành", agency=make.agency("commune", name="UBND xã"))


@pytest.fixture
def listeners() -> Iterator[None]:
    yield
    recording._at_once.pop(Happening.HEARD, None)
    recording._afterwards.pop(Happening.HEARD, None)


def write(establishment: Establishment) -> Entry:
    return record(Happening.HEARD, actor=system(), subject=establishment, at=make.AT, after={"day": make.TODAY})


def test_an_entry_keeps_who_and_what_as_text_and_where_it_stood(establishment: Establishment) -> None:
    entry = write(establishment)
    entry.refresh_from_db()

    assert entry.subject_label == "Hợp tác xã Lành"
    assert entry.subject_type == "registry.establishment"
    assert (entry.unit_path, entry.sector) == (establishment.unit_path, "agriculture")
    assert entry.establishment_id == establishment.pk
    assert entry.after == {"day": "2026-09-21"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET reason = 'khác'",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
        "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
    ],
)
def test_the_application_can_neither_change_nor_delete_an_entry(establishment: Establishment, statement: str) -> None:
    write(establishment)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.count() == 1


def test_the_orm_cannot_either(establishment: Establishment) -> None:
    entry = write(establishment)
    entry.reason = "khác"

    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.all().delete()


def test_a_consequence_that_fails_takes_the_change_back_with_it(establishment: Establishment, listeners: None) -> None:
    def fail(entry: Entry) -> None:
        raise RuntimeError("the card could not be rebuilt")

    recording.at_once(Happening.HEARD, fail)

    with pytest.raises(RuntimeError), transaction.atomic():
        Establishment.objects.filter(pk=establishment.pk).update(name="Tên khác")
        write(establishment)

    establishment.refresh_from_db()
    assert establishment.name == "Hợp tác xã Lành"
    assert not Entry.objects.exists()


def test_an_afterwards_consequence_is_a_job_of_the_same_transaction(
    establishment: Establishment, listeners: None
) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    heard: list[int] = []

    def later(entry: Entry) -> None:
        heard.append(entry.pk)

    recording.afterwards(Happening.HEARD, later)
    with pytest.raises(RuntimeError), transaction.atomic():
        write(establishment)
        raise RuntimeError("the change is taken back")
    assert not ProcrastinateJob.objects.exists()

    entry = write(establishment)
    assert heard == []
    from tests.cast import run_jobs

    run_jobs()
    assert heard == [entry.pk]


def test_every_kind_of_event_has_a_sentence_and_its_decisions() -> None:
    for kind in all_event_kinds():
        assert kind.sentence, kind
        assert isinstance(kind.public, bool), kind
        assert kind.concerns in {"establishment", "agency", "operator", "applicant", "nobody"}, kind
        area, _, rest = kind.value.partition(".")
        assert area.islower(), kind
        assert ":" in rest, f"{kind} does not read area.thing:done"


def test_the_application_role_owns_nothing_and_passes_no_wall() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, False)
        cursor.execute(
            "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = current_user"
        )
        assert cursor.fetchone() == (0,)
