"""Every address × method × person × relation, as declared (G1, F10, F14, architecture 3.11).

The rows stand in rows_<area>.py (table.py says how to read them). What is foreign and what does not exist answer the
same to the letter (names.md 7.20).

Half of the daily run's requests were cells of persons whose whole row reads alike: a daily run asks one of them for
each row, another one elsewhere, and the proof asks everybody (tests/sizes.py). Nor does it send a stranger to sign in
from each relation, or look with who never finds anything at what is over or a neighbour's.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, TestCase
from django.utils.html import escape

from tests.cast import CAST, build_organisations, build_people, sign_in
from tests.permissions import table as declared
from tests.permissions.seats import SEATS
from tests.permissions.table import CANCELLED, FOREIGN, METHODS, NONE, OWN, PERSONS, RELATIONS, Row, all_url_names
from tests.permissions.world import WORLDS, World, seat_in, worlds
from tests.sizes import WHOLE_TABLE, one_of, share_of

TABLE = declared.read()
pytestmark = pytest.mark.any_server


def test_no_url_is_missing_from_the_table() -> None:
    assert all_url_names() - TABLE.names == set(), "addresses without a row"
    assert TABLE.names - all_url_names() == set(), "rows without an address"


def test_every_person_of_the_cast_has_a_column() -> None:
    assert {
        key for key, relations in TABLE.rows.items() for row in relations.values() if len(row) != len(PERSONS)
    } == set()


def test_every_address_of_a_thing_says_what_is_foreign_and_what_is_not_there() -> None:
    """And how a thing of its kind ends, where a row speaks of that."""
    things = {key for key in TABLE.rows if key[1] in TABLE.things}
    assert {key for key in things if NONE not in TABLE.rows[key]} == set()
    assert {key for key, relations in TABLE.rows.items() if len(relations) > 1} <= things
    cancelled = {name for (_, name), relations in TABLE.rows.items() if CANCELLED in relations}
    assert cancelled == TABLE.ended.keys()


def test_a_slip_of_the_pen_takes_no_cell_away() -> None:
    row = "GET x 200 200 200 200 200 200 200 200"
    for slip in (
        f"{row} 200",
        row.removesuffix("200"),
        f"{row}\n{row}",
        f"{row}\n forein 200 200 200 200 200 200 200 200",
    ):
        with pytest.raises(ValueError):
            declared.rows_of(slip)


def test_a_day_asks_somebody_of_each_kind_of_reader_and_everybody_somewhere() -> None:
    everybody = set()
    for key, relations in TABLE.rows.items():
        daily = daily_persons(*key)
        for relation, row in relations.items():
            elsewhere = AT_THE_GATE if relation in (FOREIGN, NONE) else AT_THE_GATE | {404}
            assert {answer(row, person) for person in daily[relation]} >= set(row) - elsewhere, (key, relation)
        columns = set(zip(*relations.values(), strict=True))
        assert {answers_to(*key, person) for person in daily[OWN]} == columns, key
        for person in daily[OWN]:
            if len(set(answers_to(*key, person))) > 1:
                assert all(person in asked for asked in daily.values()), (key, person)
        assert daily.get(FOREIGN, []) == (daily[NONE] if FOREIGN in daily else []), key
        everybody |= set(daily[OWN])
    assert everybody == set(PERSONS)


def answer(row: Row, person: str) -> int:
    return row[PERSONS.index(person)]


def answers_to(method: str, name: str, person: str) -> tuple[int, ...]:
    return tuple(answer(row, person) for row in TABLE.rows[method, name].values())


def daily_persons(method: str, name: str) -> dict[str, list[str]]:
    """One of those who are declared the same answers in every relation, for each such kind. Who is sent to sign in
    whatever it is, is asked for the first alone, and who never finds anything not in every state of it."""
    alike: dict[tuple[int, ...], list[str]] = {}
    for person in PERSONS:
        alike.setdefault(answers_to(method, name, person), []).append(person)
    found: dict[str, list[str]] = {relation: [] for relation in TABLE.rows[method, name]}
    for answers, persons in alike.items():
        for relation in found:
            if len(set(answers)) > 1 or relation in _asked_of_whoever_is_told_the_same(answers[0]):
                found[relation].append(one_of(persons, f"{method} {name} {answers}"))
    return found


AT_THE_GATE = {302, 401}  # before anything is looked for


def _asked_of_whoever_is_told_the_same(status: int) -> tuple[str, ...]:
    return (OWN,) if status in AT_THE_GATE else (OWN, FOREIGN, NONE) if status == 404 else RELATIONS


class Matrix(TestCase):
    """One test a row is added below; everything a cell does is undone before the next."""

    sessions: dict[str, dict[str, str]]
    worlds: dict[str, World]

    @classmethod
    def setUpTestData(cls) -> None:
        organisations = build_organisations()
        people = cast(dict[str, Any], build_people(organisations))
        cls.worlds = worlds(people, organisations)
        cls.sessions = {"guest": {}}
        for person in CAST:
            client = Client()
            sign_in(client, people[person].user)
            cls.sessions[person] = {name: morsel.value for name, morsel in client.cookies.items()}
        for name, seat in SEATS.items():
            client = Client()
            sign_in(client, seat_in(people[seat.beside].account, name, seat.role).user)
            cls.sessions[name] = {name: morsel.value for name, morsel in client.cookies.items()}

    def row(self, method: str, name: str) -> None:
        wrong = []
        answers: dict[tuple[str, str], str] = {}
        daily = daily_persons(method, name)
        for relation, row in TABLE.rows[method, name].items():
            with _undone():
                path = self.address(name, relation)
                for person in PERSONS if WHOLE_TABLE else daily[relation]:
                    status = answer(row, person)
                    got = self.ask(method, path, person)
                    answers[relation, person] = _told(got, path)
                    if got.status_code != status:
                        wrong.append(f"{relation}, {person}: {status} declared, {got.status_code} answered")
        for person in PERSONS:
            told, missing = answers.get((FOREIGN, person)), answers.get((NONE, person))
            if None not in (told, missing) and str(told).startswith("404") and told != missing:
                wrong.append(f"{person} can tell what is foreign from what is not there")
        assert wrong == []

    def seat(self, name: str) -> None:
        wrong = []
        declared = SEATS[name].answers(TABLE)
        for (method, address), status in declared.items() if WHOLE_TABLE else share_of(declared.items(), 6, name):
            with _undone():
                answer = self.ask(method, self.address(address, OWN), name)
            if answer.status_code != status:
                wrong.append(f"{method} {address}: {status} declared, {answer.status_code} answered")
        assert not wrong, "\n".join(wrong)

    def no_other_method(self, name: str) -> None:
        """Refused as such to whoever may come here at all, by the gate to others: never taken."""
        path = self.address(name, OWN)
        taken = {method for method, named in TABLE.rows if named == name}
        served = [row[OWN] for (_, named), row in TABLE.rows.items() if named == name]
        insider = next((p for i, p in enumerate(PERSONS) if any(row[i] in (200, 422) for row in served)), "lanh")
        others = sorted(set(METHODS) - taken)
        for method in others if WHOLE_TABLE else [one_of(others, name)]:
            assert self.ask(method, path, insider).status_code in (302, 404, 405), (method, insider)
            assert self.ask(method, path, "guest").status_code in (302, 404, 405), (method, "guest")

    def address(self, name: str, relation: str) -> str:
        """Of the thing that stands to bà Lành and to cô Hạnh's commune in that relation."""
        world = deepcopy(self.worlds[relation if relation in WORLDS else OWN])  # its things end with the relation
        address = TABLE.address(name, world, _nothing if relation == NONE else lambda value: value)
        if relation == CANCELLED:
            TABLE.ended[name](world)
        return address

    def ask(self, method: str, path: str, person: str) -> HttpResponse:
        with _undone():
            client = Client()
            for cookie, value in self.sessions[person].items():
                client.cookies[cookie] = value
            return cast(HttpResponse, client.generic(method, path))


class _undone(transaction.Atomic):
    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=False)

    def __exit__(self, *error: Any) -> None:
        transaction.set_rollback(True)
        super().__exit__(*error)


def _nothing(value: Any) -> Any:
    """A name of the same kind that nothing bears; words of the address itself (a verb, a paper) stay."""
    if isinstance(value, int):
        return 2_000_000_011
    if isinstance(value, UUID):
        return uuid4()
    if value.startswith("01/"):
        return "01/08938505979991"  # a GTIN of nobody here
    return (
        value if re.fullmatch(r"[a-z-]{1,20}", value) else re.sub(r"[0-9A-Za-z_-]{7,}$", "khong-co-gi-0123456", value)
    )


def _told(answer: HttpResponse, path: str) -> str:
    """All that somebody could compare, without what differs every time."""
    if "html" not in answer.get("Content-Type", ""):
        return f"{answer.status_code} {answer.get('Content-Type')} {answer.get('Location', '')}"
    page = answer.content.decode()
    for written in (path, escape(path), quote(path), quote(path, safe="")):
        page = page.replace(written, "PATH")
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    return f"{answer.status_code} {re.sub(r'[0-9a-f]{16,}', 'ID', page)}"


def _add_tests() -> None:
    for method, name in TABLE.rows:
        setattr(Matrix, f"test_{method}_{name}", lambda self, m=method, n=name: self.row(m, n))
    for name in TABLE.names:
        setattr(Matrix, f"test_no_other_method_of_{name}", lambda self, n=name: self.no_other_method(n))
    for name in SEATS:
        setattr(Matrix, f"test_the_seat_of_a_{name.replace(' ', '_')}", lambda self, n=name: self.seat(n))


_add_tests()
