"""Numbers that are read out and codes that open something."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from txng.kernel import codes
from txng.kernel.codes import Counter, new_token, next_number, next_value, random_code, token_digest
from txng.kernel.text import CROCKFORD

MORNING = datetime(2026, 9, 21, 2, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_numbers_run_from_one_in_each_series_and_year() -> None:
    said = [next_number("HS", MORNING), next_number("HS", MORNING), next_number("PA", MORNING)]
    assert said == ["HS-2026-000001", "HS-2026-000002", "PA-2026-000001"]
    assert next_number("LI", MORNING, digits=4) == "LI-2026-0001"


@pytest.mark.django_db
def test_a_number_given_on_new_years_eve_in_utc_belongs_to_the_vietnamese_new_year() -> None:
    assert next_number("HS", datetime(2026, 12, 31, 16, 59, tzinfo=UTC)).startswith("HS-2026-")
    assert next_number("HS", datetime(2026, 12, 31, 17, 0, tzinfo=UTC)) == "HS-2027-000001"


@pytest.mark.django_db
def test_a_whole_range_is_taken_at_once() -> None:
    assert (next_value("C", 2026, step=500), next_value("C", 2026)) == (500, 501)


@pytest.mark.django_db
def test_there_is_one_counter_a_series_and_year() -> None:
    next_value("HS", 2026)
    with pytest.raises(IntegrityError, match="one_counter_a_series_and_year"), transaction.atomic():
        Counter.objects.create(series="HS", year=2026)


def test_two_transactions_at_once_get_neighbouring_numbers_and_a_cancelled_one_leaves_no_gap(
    fresh_database: str,
) -> None:
    """The second waits for the first: were the counter read and then written, both would get the same number."""
    first_has_its_number, first_may_end = threading.Event(), threading.Event()
    given: dict[str, str] = {}

    def thread(work: Callable[[], None]) -> threading.Thread:
        def run() -> None:
            try:
                work()
            finally:
                connection.close()

        started = threading.Thread(target=run)
        started.start()
        return started

    def cancelled() -> None:
        with transaction.atomic():
            given["cancelled"] = next_number("HS", MORNING)
            first_has_its_number.set()
            first_may_end.wait(30)
            transaction.set_rollback(True)

    def kept(name: str) -> None:
        with transaction.atomic():
            given[name] = next_number("HS", MORNING)

    with transaction.atomic():
        given["before"] = next_number("HS", MORNING)
    first = thread(cancelled)
    assert first_has_its_number.wait(30)
    others = [thread(lambda name=name: kept(name)) for name in ("second", "third")]  # type: ignore[misc]
    blocked = waiting_for_a_lock(2)
    first_may_end.set()
    for each in (first, *others):
        each.join(30)
    assert blocked == 2
    assert given["cancelled"] == "HS-2026-000002"
    assert sorted([given["before"], given["second"], given["third"]]) == [f"HS-2026-00000{n}" for n in (1, 2, 3)]


def waiting_for_a_lock(expected: int) -> int:
    """How many connections to this database wait for another's transaction, asked until there are as many as expected.

    Other workers of a run have databases of their own on the same server, and locks in them.
    """
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    for _ in range(100_000):
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            found = int(cursor.fetchone()[0])
        if found >= expected:
            break
    return found


def test_a_look_up_code_is_ten_characters_nobody_mistakes() -> None:
    made = {random_code(10) for _ in range(2_000)}
    assert len(made) == 2_000
    assert {len(code) for code in made} == {10}
    assert set("".join(made)) == set(CROCKFORD)


def test_a_token_has_128_bits_and_fits_an_address() -> None:
    made = {new_token() for _ in range(500)}
    assert len(made) == 500
    assert {len(token) for token in made} == {22}
    assert set("".join(made)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_tokens_come_from_the_systems_own_randomness(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(codes.secrets, "token_urlsafe", lambda size: asked.append(size) or "x")
    monkeypatch.setattr(codes.secrets, "choice", lambda letters: asked.append(len(letters)) or "Z")
    assert (new_token(), random_code(2), asked) == ("x", "ZZ", [16, 32, 32])


def test_of_a_token_only_its_digest_is_stored_and_any_text_has_one() -> None:
    token = new_token()
    assert token_digest(token) == hashlib.sha256(token.encode()).hexdigest()
    assert token not in token_digest(token)
    assert len(token_digest("đường dẫn\x00")) == 64
