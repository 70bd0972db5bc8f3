"""Deliveries at the same moment, workers that die, accounts that are locked: exactly once, or not at all (G2, G9)."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from tests import make
from tests.cast import build_organisations, build_people
from tests.trace import kit
from tests.trace.kit import Program, document, observed, single
from txng.accounts.acting import actor_of
from txng.accounts.actions import lock_account
from txng.kernel.clock import now
from txng.trace import actions, order, storing, tasks
from txng.trace.models import Capture, CapturedEvent, EventIdentifier
from txng.trace.senders import actor_of_capture

CLIENTS = 8


@pytest.fixture
def seats(fresh_database: str, province: str) -> dict[str, Any]:
    """Really committed: a database of its own."""
    return build_people(build_organisations())


def together(work: list[Callable[[], Any]]) -> list[Any]:
    """Each in a thread and with a connection of its own, let go at the same moment."""
    gate, results, errors = threading.Barrier(len(work)), [None] * len(work), []

    def one(number: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait()
            results[number] = act()
        except BaseException as wrong:
            errors.append(wrong)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number, act)) for number, act in enumerate(work)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    return results


def spelled(event: dict[str, Any], dice: random.Random) -> bytes:
    """The same event once more: other order, other zone of the clock, other identifiers."""
    again = dict(event)
    if dice.random() < 0.5:
        moment = datetime.fromisoformat(event["eventTime"]).astimezone(
            timezone(timedelta(hours=dice.randrange(-9, 12)))
        )
        again["eventTime"] = moment.isoformat()
    if dice.random() < 0.5:
        again["epcList"] = [again["epcList"][0].replace("https://id.gs1.org", "https://ma.example.vn")]
    names = list(again)
    dice.shuffle(names)
    return json.dumps(single({name: again[name] for name in names})).encode()


@pytest.mark.unwatched  # the slower of two takes back what it had begun
@pytest.mark.slow
def test_eight_clients_deliver_the_same_events_and_each_is_there_once(seats: dict[str, Any]) -> None:
    programs = [kit.program(seats["lanh"], name=f"Máy {number}") for number in range(CLIENTS)]
    events = [observed(number) for number in range(1, 31)]

    def deliver(program: Program, number: int) -> Callable[[], set[tuple[int, str]]]:
        def act() -> set[tuple[int, str]]:
            dice = random.Random(number)
            mine = events * 2
            dice.shuffle(mine)
            answers = set()
            for event in mine:
                answer = program.post("/epcis/events", spelled(event, dice))
                answers.add((answer.status_code, answer.get("Location", answer.content.decode())))
            return answers

        return act

    told = together([deliver(program, number) for number, program in enumerate(programs)])
    assert {status for answers in told for status, _ in answers} == {201}
    assert all(answers == told[0] for answers in told), "answers are identical"
    assert CapturedEvent.objects.count() == EventIdentifier.objects.count() == 30
    assert Capture.objects.filter(kind="event").count() == 30, "what was sent in vain is not kept"


@pytest.mark.unwatched
@pytest.mark.slow
def test_documents_with_the_same_events_in_another_order(seats: dict[str, Any]) -> None:
    """Each may wait for the other: PostgreSQL ends one, and it begins again."""
    program = kit.program(seats["lanh"])
    events = [observed(number) for number in range(1, 201)]
    for number in range(4):
        mine = list(events)
        random.Random(number).shuffle(mine)
        assert program.post("/epcis/capture", document(mine)).status_code == 202

    def run(job: Capture) -> Callable[[], Any]:
        return lambda: actions.store_capture(actor=actor_of_capture(job), capture_id=job.pk, at=now())

    together([run(job) for job in Capture.objects.all()])
    kit.work()  # who gave up is taken up again
    assert CapturedEvent.objects.count() == EventIdentifier.objects.count() == 200
    jobs = list(Capture.objects.values_list("running", "success", "stored_count", "duplicate_count"))
    assert {job[:2] for job in jobs} == {(False, True)}
    assert sum(job[2] for job in jobs) == 200 and all(job[2] + job[3] == 200 for job in jobs)


@pytest.mark.unwatched
def test_of_two_workers_with_one_job_one_does_it(seats: dict[str, Any]) -> None:
    program = kit.program(seats["lanh"])
    program.post("/epcis/capture", document([observed(number) for number in range(1, 101)]))
    [job] = Capture.objects.all()
    done = together(
        [lambda: actions.store_capture(actor=actor_of_capture(job), capture_id=job.pk, at=now()) for _ in range(4)]
    )
    assert sum(one is not None for one in done) == 1
    job.refresh_from_db()
    assert (job.stored_count, job.duplicate_count) == (100, 0)


class Killed(BaseException):
    pass


@pytest.mark.unwatched
@pytest.mark.parametrize("where", ["copying", "ending"])
def test_a_job_whose_worker_died_is_taken_up_again_and_stores_nothing_twice(
    seats: dict[str, Any], monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    program = kit.program(seats["lanh"])
    place = program.post("/epcis/capture", document([observed(number) for number in range(1, 51)]))["Location"]
    [job] = Capture.objects.all()

    def dies() -> None:
        """The worker's session ends as it does under kill -9: from outside, in the middle."""
        with monkeypatch.context() as broken:
            original = storing._copied

            def copied(rows: Any, **kwargs: Any) -> Any:
                if where == "copying":
                    original(killing(rows), **kwargs)
                original(rows, **kwargs)
                kill_myself()

            broken.setattr(storing, "_copied", copied)
            try:
                actions.store_capture(actor=actor_of_capture(job), capture_id=job.pk, at=now())
            except BaseException:
                return
            raise AssertionError("the worker lived")

    together([dies])
    waiting = program.get(place).json()
    assert (waiting["running"], CapturedEvent.objects.count()) == (True, 0)
    assert tasks.take_up(now()) == 0, "it may still be somebody's"
    kit.work()
    assert (program.get(place).json()["storedCount"], CapturedEvent.objects.count()) == (50, 50)
    assert actions.store_capture(actor=actor_of_capture(job), capture_id=job.pk, at=now()) is None


def killing(rows: Any) -> Iterator[Any]:
    """Dies when half of them are on their way."""
    for number, row in enumerate(rows):
        if number == 25:
            kill_myself()
        yield row


def kill_myself() -> None:
    end_session(connection.connection.info.backend_pid)
    raise Killed


def end_session(backend: int) -> None:
    parts = connection.settings_dict
    with psycopg.connect(
        dbname=parts["NAME"], user=parts["USER"], password=parts["PASSWORD"], host=parts["HOST"], autocommit=True
    ) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [backend])


@pytest.mark.django_db
def test_a_document_that_ends_every_worker_is_given_up(lanh_program: Program) -> None:
    place = lanh_program.post("/epcis/capture", document([observed(1)]))["Location"]
    Capture.objects.update(attempts=5)
    kit.work()
    job = lanh_program.get(place).json()
    assert (job["running"], job["success"], job["errors"][0]["code"]) == (False, False, "gave_up")


@pytest.mark.django_db
def test_a_locked_account_s_waiting_job_stops(lanh_program: Program, people: dict[str, Any], hanh: Any) -> None:
    lanh_program.post("/epcis/capture", document([observed(1)]))
    lock_account(
        actor=hanh, account_id=people["lanh"].account.pk, reason="Thông tin sai", ground="Điều 12.5", at=make.AT
    )
    assert lanh_program.get("/epcis/capture").status_code == 401
    kit.work()
    [job] = Capture.objects.all()
    assert (job.running, job.success, job.errors[0]["code"]) == (False, False, "stopped")
    assert not CapturedEvent.objects.exists()


@pytest.mark.django_db
def test_a_revoked_key_s_waiting_job_stops_and_one_that_ran_out_ends(lanh_program: Program) -> None:
    lanh_program.post("/epcis/capture", document([observed(1)]))
    type(lanh_program.key).objects.filter(pk=lanh_program.key.pk).update(expires_at=now())
    kit.work()
    assert Capture.objects.get().stored_count == 1
    type(lanh_program.key).objects.filter(pk=lanh_program.key.pk).update(
        expires_at=make.AT.replace(year=2030), revoked_at=None
    )
    lanh_program.post("/epcis/capture", document([observed(2)]))
    type(lanh_program.key).objects.filter(pk=lanh_program.key.pk).update(revoked_at=now())
    kit.work()
    assert CapturedEvent.objects.count() == 1


@pytest.mark.django_db
def test_without_its_place_in_the_queue_nothing_is_accepted(
    lanh_program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Body, job and queue stand or fall together."""
    from txng.trace import jobs

    def broken(_: Any) -> None:
        raise RuntimeError("the queue is away")

    monkeypatch.setattr(jobs, "defer", broken)
    with pytest.raises(RuntimeError):
        lanh_program.post("/epcis/capture", document([observed(1)]))
    assert not Capture.objects.exists()


@pytest.mark.unwatched
def test_nothing_appears_behind_the_horizon(seats: dict[str, Any]) -> None:
    """A capture that began first and ends last: who reads up to the horizon meanwhile does not step over it."""
    program = kit.program(seats["lanh"])
    begun, may_end = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            order.announce()
            order.draw(10)
            begun.set()
            may_end.wait(30)

    before = order.horizon()
    thread = threading.Thread(target=lambda: (slow(), connection.close()))
    thread.start()
    begun.wait(30)
    program.post("/epcis/events", single(observed(1)))
    newest = CapturedEvent.objects.get().pk
    assert before <= order.horizon() < newest
    may_end.set()
    thread.join()
    assert order.horizon() >= newest


@pytest.mark.django_db
def test_a_key_made_by_somebody_who_left_captures_nothing_more(lanh_program: Program, people: dict[str, Any]) -> None:
    lanh_program.post("/epcis/capture", document([observed(1)]))
    type(people["lanh"]).objects.filter(pk=people["lanh"].pk).update(ended_at=now())
    kit.work()
    assert Capture.objects.get().errors[0]["code"] == "stopped"
    assert actor_of(people["lanh"]) is not None
