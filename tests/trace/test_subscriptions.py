"""Subscriptions: made, told once and in order, tried again, signed, stopped by a lock; never into our own network (RE-15)."""

from __future__ import annotations

import hashlib
import hmac
import http.server
import json
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Max

from tests.trace import kit
from tests.trace.kit import Program, observed
from txng.accounts.acting import actor_of
from txng.accounts.actions import revoke_client
from txng.kernel.clock import now
from txng.ledger.models import Entry
from txng.trace import outside, schedules, telling
from txng.trace.models import CapturedEvent, Delivery, Subscription

pytestmark = pytest.mark.django_db

TOKEN = "13df38d8275b13f05704629e5f1cf3d45d6132d5"


class Listener:
    """A subscriber's server."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        listener = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.heard.append((dict(self.headers), body))
                self.send_response(listener.answers.pop(0) if listener.answers else 204)
                self.send_header("Location", "http://169.254.169.254/latest")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                return

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/nghe"

    def events(self) -> list[list[str]]:
        """IDs of each message."""
        return [
            [one["eventID"][-2:] for one in json.loads(body)["epcisBody"]["queryResults"]["resultsBody"]["eventList"]]
            for _, body in self.heard
        ]


@pytest.fixture
def listener(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    found = Listener()
    settings.EPCIS_INSIDE = frozenset({f"127.0.0.1:{found.port}"})
    # The test's own transaction, still open, holds what it wrote back from every horizon.
    monkeypatch.setattr(telling.order, "horizon", lambda: CapturedEvent.objects.aggregate(last=Max("id"))["last"] or 0)
    thread = threading.Thread(target=found.server.serve_forever, daemon=True)
    thread.start()
    yield found
    found.server.shutdown()
    found.server.server_close()


def subscribed(program: Program, dest: str, **fields: Any) -> Any:
    program.post("/epcis/queries", {"name": "tau", "query": {"EQ_bizStep": ["shipping"]}})
    body = {"dest": dest, "signatureToken": TOKEN, **({} if "schedule" in fields else {"stream": True}), **fields}
    answer = program.post("/epcis/queries/tau/subscriptions", body)
    assert answer.status_code == 201, answer.content
    return answer


def arrive(program: Program, *numbers: int, **fields: Any) -> None:
    for number in numbers:
        assert program.post("/epcis/events", kit.single(observed(number, **fields))).status_code == 201


def tell(at: datetime | None = None) -> int:
    moment = at or now()
    return sum(telling.deliver(pk, moment) for pk in telling.tell(moment))


def test_re_15_a_stream_is_told_each_event_once_and_signed(
    lanh_program: Program, khai_program: Program, listener: Listener
) -> None:
    arrive(lanh_program, 10)
    made = subscribed(lanh_program, listener.url)
    arrive(lanh_program, 11, 12)
    arrive(lanh_program, 13, bizStep="receiving")
    arrive(khai_program, 14)
    assert tell() == 1
    assert listener.events() == [["11", "12"]]
    assert tell() == 0
    arrive(lanh_program, 15)
    tell()
    assert listener.events() == [["11", "12"], ["15"]]
    headers, body = listener.heard[0]
    results = json.loads(body)["epcisBody"]["queryResults"]
    assert (results["queryName"], results["subscriptionID"]) == ("tau", made.json()["subscriptionID"])
    moment, _, digest = headers["GS1-Signature"].removeprefix("t=").partition(",v1=")
    assert hmac.compare_digest(
        digest, hmac.new(TOKEN.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    )
    shown = lanh_program.get(made["Location"]).json()
    assert TOKEN not in json.dumps(shown) and shown["lastNotifiedAt"]
    assert TOKEN not in str(Subscription.objects.values().get())


def test_re_15_what_is_not_taken_is_sent_again_and_the_order_is_kept(lanh_program: Program, listener: Listener) -> None:
    subscribed(lanh_program, listener.url)
    listener.answers = [500, 302]
    at = now()
    arrive(lanh_program, 11)
    assert tell(at) == 0
    arrive(lanh_program, 12)
    assert tell(at) == 0  # not yet, and the second waits behind the first
    assert len(listener.heard) == 1
    assert tell(at + timedelta(seconds=31)) == 0  # a redirect is no answer, and nobody follows it
    assert tell(at + timedelta(seconds=45)) == 0
    assert tell(at + timedelta(seconds=120)) == 2
    assert listener.events() == [["11"], ["11"], ["11"], ["12"]]
    assert len({headers["Txng-Delivery"] for headers, _ in listener.heard[:3]}) == 1
    assert list(Delivery.objects.order_by("number").values_list("state", "attempts")) == [("sent", 3), ("sent", 1)]


def test_re_15_what_nobody_takes_is_given_up_in_the_end(lanh_program: Program, listener: Listener) -> None:
    subscribed(lanh_program, f"http://127.0.0.1:{listener.port}/x")
    arrive(lanh_program, 11)
    listener.answers = [503] * 30
    at = now()
    for _ in range(len(telling.BACKOFF) + 3):
        tell(at)
        at += timedelta(days=1, seconds=1)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == ("dead", len(telling.BACKOFF) + 1)
    assert delivery.trouble == "answered 503"


def test_re_15_an_empty_report_only_when_it_was_asked_for(lanh_program: Program, listener: Listener) -> None:
    at = now()
    soon = at + timedelta(minutes=2)  # the coming minute may begin while the test subscribes
    schedule = {"hour": "[0-23]", "minute": str(soon.minute)}
    subscribed(lanh_program, listener.url, schedule=schedule)
    subscribed(lanh_program, listener.url + "?leer", schedule=schedule, reportIfEmpty=True)
    arrive(lanh_program, 11)
    assert tell(at) == 0, "not before its minute"
    assert tell(soon) == 2
    assert tell(soon + timedelta(hours=1)) == 1
    assert sorted(listener.events()) == [[], ["11"], ["11"]]


def test_re_15_the_past_is_told_to_who_asks_for_it(lanh_program: Program, listener: Listener) -> None:
    arrive(lanh_program, 11)
    subscribed(lanh_program, listener.url, initialRecordTime="2026-01-01T00:00:00Z")
    tell()
    assert listener.events() == [["11"]]


def test_g11_a_lock_stops_what_was_already_waiting(
    lanh_program: Program, listener: Listener, people: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribed(lanh_program, listener.url)
    arrive(lanh_program, 11)
    [waiting] = telling.tell(now())
    real = outside.resolved

    def locked_meanwhile(parts: Any) -> Any:
        # The message is made and the address looked up; the lock comes between.
        revoke_client(actor=actor_of(people["lanh"]), client_id=lanh_program.key.pk, at=now())
        return real(parts)

    monkeypatch.setattr(outside, "resolved", locked_meanwhile)
    assert telling.deliver(waiting, now()) == 0
    assert telling.deliver(waiting, now()) == 0
    assert listener.heard == []
    assert Delivery.objects.get().state == "waiting"


def test_re_14_deleting_the_query_or_the_subscription_ends_it(lanh_program: Program, listener: Listener) -> None:
    place = subscribed(lanh_program, listener.url)["Location"]
    subscribed(lanh_program, listener.url)
    arrive(lanh_program, 11)
    waiting = telling.tell(now())
    assert lanh_program._ask("DELETE", place).status_code == 204
    assert lanh_program.get(place).status_code == 404
    assert len(lanh_program.get("/epcis/queries/tau/subscriptions").json()) == 1
    lanh_program._ask("DELETE", "/epcis/queries/tau")
    assert [telling.deliver(pk, now()) for pk in waiting] == [0, 0]
    assert listener.heard == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {"dead"}
    kinds = Entry.objects.filter(kind__startswith="trace.subscription").values_list("kind", flat=True)
    assert sorted(kinds) == ["trace.subscription:ended", *["trace.subscription:made"] * 2]


@pytest.mark.parametrize(
    "fields",
    [
        {"stream": False}, {"stream": True, "schedule": {"hour": "1"}}, {"dest": ""}, {"stream": "yes"},
        {"stream": False, "schedule": {}}, {"stream": False, "schedule": {"hour": "25"}},
        {"stream": False, "schedule": {"dayOfMonth": "30", "month": "2"}}, {"initialRecordTime": "now"},
        {"signatureToken": 7}, {"unknown": 1}, {"reportIfEmpty": "no"}, {"dest": "http://example.com/"},
        {"dest": "https://127.0.0.1/"}, {"dest": "https://10.0.0.1/"}, {"dest": "https://[::1]/"},
        {"dest": "https://[::ffff:192.168.1.1]/"}, {"dest": "https://169.254.169.254/latest/meta-data"},
        {"dest": "https://[64:ff9b::a00:1]/"}, {"dest": "https://localhost/"}, {"dest": "https://2130706433/"},
        {"dest": "https://user:pw@example.com/"}, {"dest": "https://example.com:25/"}, {"dest": "file:///etc/passwd"},
        {"dest": "https://example.com/\r\nHost: x"}, {"dest": "https://0x7f.1/"}, {"dest": "https://100.64.0.1/"},
    ],
    ids=str,
)  # fmt: skip
def test_re_15_controls_that_are_none(lanh_program: Program, fields: dict[str, Any]) -> None:
    lanh_program.post("/epcis/queries", {"name": "tau", "query": {}})
    body = {"dest": "https://example.com/nghe", "stream": True, **fields}
    answer = lanh_program.post("/epcis/queries/tau/subscriptions", body)
    assert (answer.status_code, answer.json()["type"]) == (400, "epcisException:SubscriptionControlsException")
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("addresses", [["10.1.2.3"], ["93.184.216.34", "127.0.0.1"], ["fe80::1"], ["::ffff:10.0.0.1"]])
def test_a_name_that_points_into_our_network_is_not_called(
    monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> None:
    asked = []

    def answer(host: str, port: int, **more: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr(socket, "create_connection", lambda *args, **more: pytest.fail("called"))
    with pytest.raises(outside.NotOutside):
        outside.post("https://nghe.example.com/", b"{}", {}, still=lambda: True)
    assert asked == ["nghe.example.com"]


def test_a_name_is_looked_up_once_and_that_address_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its second answer, which would point inside, is never asked for."""
    answers = [["93.184.216.34"], ["127.0.0.1"]]
    called = []

    def answer(host: str, port: int, **more: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in answers.pop(0)]

    def connect(address: Any, **more: Any) -> Any:
        called.append(address)
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(OSError, match="no network"):
        outside.post("https://nghe.example.com/", b"{}", {}, still=lambda: True)
    assert called == [("93.184.216.34", 443)]
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ({"hour": "1", "minute": "5"}, "2026-11-23T01:05:00"),
        ({"minute": "*/15"}, "2026-11-22T17:15:00"),
        ({"minute": "0,[30-32]"}, "2026-11-22T17:30:00"),
        ({"second": "30", "minute": "0"}, "2026-11-22T17:00:30"),
        ({"hour": 8, "minute": 0, "dayOfWeek": "[1-5]"}, "2026-11-23T08:00:00"),
        ({"hour": "0", "minute": "0", "dayOfMonth": "1", "month": "1"}, "2027-01-01T00:00:00"),
        ({"hour": "0", "minute": "0", "dayOfMonth": "29", "month": "2"}, "2028-02-29T00:00:00"),
    ],
)
def test_schedules_in_vietnams_time(schedule: dict[str, Any], expected: str) -> None:
    at = datetime(2026, 11, 22, 10, 0, 0, tzinfo=UTC)  # a Sunday, 17:00 in Vietnam
    assert schedules.next_time(schedule, at).isoformat() == f"{expected}+07:00"
