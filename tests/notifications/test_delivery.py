"""Letters arrive whole; a mail server that is down, slow or rude loses none of them (issue 4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from tests import make
from tests.cast import every_province, run_jobs
from tests.notifications.conftest import confirmed
from tests.notifications.sink import Sink, listening
from txng import provinces
from txng.access import Actor
from txng.access.actors import system
from txng.catalogue.events import ProductEvent
from txng.ledger.models import Entry
from txng.ledger.recording import record
from txng.notifications import delivery, subscribers
from txng.notifications.actions import send_again
from txng.notifications.models import DeliveryTry, MessageState, OutboundMessage
from txng.notifications.timing import MAX_TRIES, UNDO
from txng.oversight.events import OversightEvent

pytestmark = pytest.mark.any_server

LATER = make.AT + UNDO


@pytest.fixture
def approval(people: dict[str, Any], organisations: Any, hanh: Actor, sink: Sink) -> OutboundMessage:
    """cô Hạnh has approved bà Lành's change; the letter waits its ten minutes."""
    confirmed(people["lanh"].user)
    record(ProductEvent.CHANGE_APPROVED, actor=hanh, subject=make.product(organisations.lanh), at=make.AT)
    run_jobs()
    return OutboundMessage.objects.get()


@every_province
def test_a_letter_arrives_whole(approval: OutboundMessage, sink: Sink, province: str) -> None:
    with listening(sink, sink.port):  # type: ignore[attr-defined]
        assert delivery.sweep(LATER) == 1
    (letter,) = sink.letters
    identity = provinces.current().identity
    assert letter["To"] == "lanh@example.vn"
    assert letter["From"] == f"{identity.short_name} <thong-bao@example.vn>"
    assert make.GOODS[province] in letter["Subject"] and "đã được duyệt" in letter["Subject"]
    head = sink.raw[0].partition(b"\r\n\r\n")[0]
    assert head.isascii() and b"Subject:" in head and b"=?utf-8?" in head, "RFC 2047: no bare Vietnamese in a header"
    plain = letter.get_body(("plain",)).get_content()
    link = f"https://{identity.site or identity.id_host}/quan-ly/san-pham/"
    assert "Kính gửi Nguyễn Thị Lành," in plain and link in plain
    html = letter.get_body(("html",)).get_content()
    assert f'<a href="{link}' in html
    for fetched in ("<img", "<link", "<script", "src=", "@import"):
        assert fetched not in html
    approval.refresh_from_db()
    assert (approval.state, approval.tries) == (MessageState.ACCEPTED, 1)
    assert letter["Message-ID"].strip() == f"<{approval.message_id}@{identity.id_host}>"


def test_no_letter_leaves_while_the_decision_may_be_undone(approval: OutboundMessage, sink: Sink) -> None:
    with listening(sink, sink.port):  # type: ignore[attr-defined]
        assert delivery.sweep(LATER - timedelta(seconds=1)) == 0
    assert sink.raw == []


def test_an_undo_takes_the_letter_and_the_notice_back(
    approval: OutboundMessage, sink: Sink, people: dict[str, Any]
) -> None:
    told = Entry.objects.get(kind="catalogue.change:approved")
    undone = Entry(
        **{f.attname: getattr(told, f.attname) for f in Entry._meta.fields if f.name not in ("id", "at", "kind")},
        at=make.AT + timedelta(minutes=4),
        kind="catalogue.change:undone",
    )
    undone.save()
    subscribers.take_back(undone)
    with listening(sink, sink.port):  # type: ignore[attr-defined]
        assert delivery.sweep(LATER + timedelta(days=1)) == 0
    approval.refresh_from_db()
    assert (approval.state, approval.withdrawn_because) == (MessageState.WAITING, "undone")
    assert people["lanh"].user.notices.filter(withdrawn_at=None).count() == 0


def test_a_listener_that_comes_after_the_undo_tells_nobody(
    organisations: Any, people: dict[str, Any], hanh: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic():
        record(ProductEvent.CHANGE_APPROVED, actor=hanh, subject=make.product(organisations.lanh), at=make.AT)
    told = Entry.objects.get(kind="catalogue.change:approved")
    fields = {f.attname: getattr(told, f.attname) for f in Entry._meta.fields if f.name not in ("id", "kind")}
    Entry(**fields, kind="catalogue.change:undone").save()
    from txng.notifications import table as tables

    whole = tables.table()
    monkeypatch.setattr(
        subscribers,
        "table",
        lambda: tables.Table(
            kinds=whole.kinds,
            rules=whole.rules,
            by_event=whole.by_event,
            nobody=whole.nobody,
            undoing=frozenset({"catalogue.change:undone"}),
        ),
    )
    subscribers.tell(told)
    assert people["lanh"].user.notices.count() == 0


def test_a_sink_that_is_down_loses_nothing(approval: OutboundMessage, sink: Sink) -> None:
    at = LATER
    for tries in range(1, 6):
        assert delivery.sweep(at) == 1
        approval.refresh_from_db()
        assert (approval.state, approval.tries) == (MessageState.SENT, tries)
        assert approval.next_try_at == at + timedelta(minutes=2 ** (tries - 1)), "each wait twice the one before"
        at = approval.next_try_at
    with listening(sink, sink.port):  # type: ignore[attr-defined]
        assert delivery.sweep(at) == 1
    approval.refresh_from_db()
    assert approval.state == MessageState.ACCEPTED
    assert len(sink.raw) == 1
    assert list(approval.log.values_list("outcome", flat=True)) == ["later"] * 5 + ["accepted"]


def test_a_crash_in_the_middle_is_tried_again_under_the_same_name(approval: OutboundMessage, sink: Sink) -> None:
    assert [message.pk for message in delivery.claim(LATER)] == [approval.pk], "and the machine dies here"
    assert delivery.claim(LATER) == [], "nobody takes it while it may still be in the wire"
    with listening(sink, sink.port):  # type: ignore[attr-defined]
        assert delivery.sweep(LATER + delivery.LEASE) == 1
    assert sink.ids == [f"<{approval.message_id}@{provinces.current().identity.id_host}>"]


def test_a_line_cut_in_the_middle_of_a_sweep(
    people: dict[str, Any], organisations: Any, sink: Sink, mai: Actor
) -> None:
    for key in ("lanh", "hanh", "dung"):
        confirmed(people[key].user)
    lot = make.lot(make.product(organisations.lanh))
    record(OversightEvent.RECALL_OPENED, actor=mai, subject=make.recall(lot), at=make.AT, after={"return_to": "HTX"})
    run_jobs()
    mails = OutboundMessage.objects.filter(channel="email")
    assert mails.count() == 3
    sink.drop_after = 1
    with listening(sink, sink.port):  # type: ignore[attr-defined]
        delivery.sweep(make.AT)
        assert len(sink.raw) == 1
        sink.drop_after = -1
        delivery.sweep(make.AT + timedelta(minutes=5))
    assert set(mails.values_list("state", flat=True)) == {MessageState.ACCEPTED}
    assert len(set(sink.ids)) == len(sink.ids) == 3


def test_a_refusal_needs_a_person_and_is_sent_again_by_one(
    approval: OutboundMessage, sink: Sink, mai: Actor, people: dict[str, Any]
) -> None:
    sink.answer = "550 5.1.1 no such mailbox"
    with listening(sink, sink.port):  # type: ignore[attr-defined]
        delivery.sweep(LATER)
        approval.refresh_from_db()
        assert approval.state == MessageState.DEAD
        assert "no such mailbox" in approval.log.get().detail
        sink.answer = ""
        confirmed(people["lanh"].user, "lanh.moi@example.vn")
        again = send_again(actor=mai, message_id=approval.pk, at=LATER)
        delivery.sweep(LATER)
    again.refresh_from_db()
    assert again.state == MessageState.ACCEPTED
    assert sink.letters[0]["To"] == "lanh.moi@example.vn"
    assert Entry.objects.get(kind="notifications.message:sent_again").after == {"message": again.pk}


def test_for_now_is_not_for_good(approval: OutboundMessage, sink: Sink) -> None:
    sink.answer = "451 greylisted"
    with listening(sink, sink.port):  # type: ignore[attr-defined]
        delivery.sweep(LATER)
    approval.refresh_from_db()
    assert approval.state == MessageState.SENT and approval.next_try_at > LATER


def test_a_slow_sink_is_left_and_asked_again(approval: OutboundMessage, sink: Sink, settings: Any) -> None:
    settings.EMAIL_TIMEOUT = 0.2
    sink.slow = 30
    with listening(sink, sink.port):  # type: ignore[attr-defined]
        delivery.sweep(LATER)
    approval.refresh_from_db()
    assert approval.state == MessageState.SENT
    assert "Timeout" in approval.log.get().detail or "timed out" in approval.log.get().detail


def test_after_two_days_somebody_is_called(approval: OutboundMessage, sink: Sink) -> None:
    at = LATER
    for _ in range(MAX_TRIES):
        delivery.sweep(at)
        approval.refresh_from_db()
        at = approval.next_try_at
    assert approval.state == MessageState.DEAD
    assert at - LATER > timedelta(days=1, hours=12)


def test_no_letter_to_somebody_who_has_left(approval: OutboundMessage, sink: Sink, people: dict[str, Any]) -> None:
    people["lanh"].ended_at = make.AT
    people["lanh"].save(update_fields=["ended_at"])
    with listening(sink, sink.port):  # type: ignore[attr-defined]
        delivery.sweep(LATER)
    approval.refresh_from_db()
    assert (approval.withdrawn_because, sink.raw) == ("left", [])


def test_no_letter_to_an_address_changed_meanwhile(
    approval: OutboundMessage, sink: Sink, people: dict[str, Any]
) -> None:
    people["lanh"].user.email = "somebody.else@example.vn"
    people["lanh"].user.save(update_fields=["email"])
    with listening(sink, sink.port):  # type: ignore[attr-defined]
        delivery.sweep(LATER)
    approval.refresh_from_db()
    assert (approval.withdrawn_because, sink.raw) == ("address", [])


@pytest.mark.parametrize("jump", [("waiting", "accepted"), ("waiting", "dead"), ("waiting", "rejected")])
def test_the_database_knows_the_machine_of_names_md(approval: OutboundMessage, jump: tuple[str, str]) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        OutboundMessage.objects.filter(pk=approval.pk).update(state=jump[1])
    with pytest.raises(ProgrammingError), transaction.atomic():
        OutboundMessage.objects.filter(pk=approval.pk).update(address="thief@example.vn")
    line = DeliveryTry.objects.create(message=approval, at=make.AT, outcome="later")
    with pytest.raises(Exception, match=r"denied|protect"), transaction.atomic():
        DeliveryTry.objects.filter(pk=line.pk).update(outcome="accepted")


def test_short_messages_go_to_the_adapter_without_their_words(
    people: dict[str, Any], organisations: Any, caplog: pytest.LogCaptureFixture
) -> None:
    lot = make.lot(make.product(organisations.lanh))
    with caplog.at_level("INFO", logger="txng.messages"):
        record(
            OversightEvent.RECALL_OPENED,
            actor=system(),
            subject=make.recall(lot),
            at=make.AT,
            label="L26A0917 – Sầu riêng Ri6",
            reason="Dư lượng",
            ground="15/TB-SKHCN",
            after={"return_to": "HTX Lành"},
        )
        run_jobs()
        short = OutboundMessage.objects.get(channel="sms")
        assert short.text.isascii() and len(short.text) <= 160 and "THU HOI" in short.text
        delivery.sweep(make.AT)
    short.refresh_from_db()
    assert short.state == MessageState.ACCEPTED
    assert "message.short" in caplog.text
    assert "THU HOI" not in caplog.text and people["lanh"].user.phone not in caplog.text


class Broken:
    def send(self, **message: str) -> None:
        raise RuntimeError("gateway exploded")


def test_an_adapter_that_breaks_loses_nothing(people: dict[str, Any], organisations: Any, settings: Any) -> None:
    settings.TXNG_SMS = "tests.notifications.test_delivery:Broken"
    lot = make.lot(make.product(organisations.lanh))
    record(OversightEvent.RECALL_OPENED, actor=system(), subject=make.recall(lot), at=make.AT, after={"return_to": "x"})
    run_jobs()
    delivery.sweep(make.AT)
    short = OutboundMessage.objects.get(channel="sms")
    assert (short.state, short.log.get().detail) == (MessageState.SENT, "RuntimeError: gateway exploded")
