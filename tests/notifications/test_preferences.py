"""How people want to be told: by kind, by hour, once a day; what the law wants told is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests import make
from tests.cast import run_jobs
from tests.notifications.conftest import confirmed
from txng.access import Actor
from txng.access.actors import system
from txng.accounts.events import AccountEvent
from txng.catalogue.events import ProductEvent
from txng.kernel.clock import VIETNAM
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record
from txng.notifications import delivery, digests
from txng.notifications.actions import ask_to_confirm, choose_preferences, confirm_address
from txng.notifications.models import ConfirmedAddress, Notice, OutboundMessage, Preference
from txng.notifications.table import table
from txng.notifications.timing import after_quiet, letter_due, next_try, summary_due


def here(hour: int, minute: int = 0, day: int = 21) -> datetime:
    return datetime(2026, 9, day, hour, minute, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("at", "quiet", "leaves"),
    [
        (here(20, 59), (21, 6), here(20, 59)),
        (here(21), (21, 6), here(6, day=22)),
        (here(23, 30), (21, 6), here(6, day=22)),
        (here(0, 5), (21, 6), here(6)),
        (here(5, 59), (21, 6), here(6)),
        (here(6), (21, 6), here(6)),
        (here(12, 30), (11, 14), here(14)),
        (here(14), (11, 14), here(14)),
        (here(3), (0, 0), here(3)),
    ],
)
def test_quiet_hours(at: datetime, quiet: tuple[int, int], leaves: datetime) -> None:
    assert after_quiet(at, quiet) == leaves


def test_what_cannot_wait_does_not_wait_for_the_morning() -> None:
    rules = table().rules
    assert letter_due(rules["recall-opened"], here(23)) == here(23)
    assert letter_due(rules["codes-ready"], here(23)) == here(6, day=22)
    assert letter_due(rules["change-approved"], here(20, 55)) == here(6, day=22), "the ten minutes end in the night"
    assert letter_due(rules["change-approved"], here(9)) == here(9, 10)


def test_waits_double_and_stop_growing() -> None:
    waits = [(next_try(make.AT, tries) - make.AT) / timedelta(minutes=1) for tries in (1, 2, 3, 8, 9, 20)]
    assert waits == [1, 2, 4, 128, 240, 240]
    assert not summary_due(here(7, 29)) and summary_due(here(7, 30)) and summary_due(here(23))


def approve(organisations: Any, at: datetime = make.AT) -> None:
    record(ProductEvent.CHANGE_APPROVED, actor=system("x"), subject=make.product(organisations.lanh), at=at)
    run_jobs()


def test_never_means_the_inbox_alone(people: dict[str, Any], organisations: Any) -> None:
    confirmed(people["lanh"].user)
    choose_preferences(user=people["lanh"].user, mails={"products": "never"})
    approve(organisations)
    assert OutboundMessage.objects.count() == 0
    assert Notice.objects.filter(user=people["lanh"].user).count() == 1


def test_without_a_confirmed_address_no_letter(people: dict[str, Any], organisations: Any) -> None:
    people["lanh"].user.email = "unconfirmed@example.vn"
    people["lanh"].user.save(update_fields=["email"])
    approve(organisations)
    assert OutboundMessage.objects.count() == 0


def test_without_a_mail_server_letters_do_not_pile_up(
    people: dict[str, Any], organisations: Any, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    confirmed(people["lanh"].user)
    approve(organisations)
    assert OutboundMessage.objects.count() == 0


def test_the_law_leaves_no_never(people: dict[str, Any], lanh_client: Client) -> None:
    with pytest.raises(RuleBroken, match="Quy định yêu cầu"):
        choose_preferences(user=people["lanh"].user, mails={"accounts": "never"})
    page = lanh_client.get("/quan-ly/thong-bao/cach-nhan/").content.decode()
    assert 'name="mail_stamps" value="never"' in page or 'value="never"' in page.partition("mail_stamps")[2][:1500]
    wishes = {f"mail_{kind}": "digest" for kind in table().kinds}
    answer = lanh_client.post(
        "/quan-ly/thong-bao/cach-nhan/", {**wishes, "mail_recalls": "never", "begins": "21", "ends": "6"}
    )
    assert answer.status_code == 422
    assert Preference.objects.count() == 0


def test_choices_are_kept_and_shown_again(people: dict[str, Any], lanh_client: Client) -> None:
    wishes = {f"mail_{kind}": "digest" for kind in table().kinds}
    answer = lanh_client.post(
        "/quan-ly/thong-bao/cach-nhan/", {**wishes, "mail_stamps": "never", "quiet": "on", "begins": "20", "ends": "7"}
    )
    assert answer.status_code == 302
    form = lanh_client.get("/quan-ly/thong-bao/cach-nhan/").context["form"]
    assert (form["mail_stamps"].value(), form["mail_products"].value(), form["begins"].value()) == (
        "never",
        "digest",
        "20",
    )


def test_a_lock_reaches_whoever_wants_no_letters_and_after_the_account_is_shut(
    people: dict[str, Any], hanh: Actor
) -> None:
    user = people["lanh"].user
    confirmed(user)
    choose_preferences(user=user, mails={"accounts": "digest"})
    account = people["lanh"].account
    type(account).objects.filter(pk=account.pk).update(state="locked")
    record(
        AccountEvent.LOCKED, actor=hanh, subject=account, at=here(23), reason="Thông tin sai lệch", ground="12/QĐ-UBND"
    )
    run_jobs()
    delivery.sweep(here(23))
    (letter,) = mail.outbox
    assert "12/QĐ-UBND" in letter.body and "Lý do: Thông tin sai lệch" in letter.body
    assert "List-Unsubscribe" not in letter.extra_headers, "nothing to be unsubscribed from"


def test_the_daily_summary_comes_once_and_leaves_out_what_was_read(people: dict[str, Any], organisations: Any) -> None:
    user = people["lanh"].user
    confirmed(user)
    choose_preferences(user=user, mails={"products": "digest"})
    for _ in range(3):
        approve(organisations, at=here(15, day=20))
    Notice.objects.filter(pk=Notice.objects.filter(user=user).first().pk).update(read_at=here(16, day=20))
    assert digests.write(here(7, 29)) == 0
    assert digests.write(here(7, 40)) == 1
    assert digests.write(here(7, 50)) == digests.write(here(9, day=22)) == 0
    delivery.sweep(here(8))
    (letter,) = mail.outbox
    assert letter.subject.startswith("2 thông báo bạn chưa đọc")
    assert letter.body.count("• Thông tin") == 2 and "Hợp tác xã Trái cây Lành" in letter.body
    assert "/quan-ly/san-pham/" in letter.body
    assert "<li" not in letter.body


def test_the_summary_of_somebody_who_left_is_not_written(people: dict[str, Any], organisations: Any) -> None:
    seat = people["lanh"]
    confirmed(seat.user)
    choose_preferences(user=seat.user, mails={"products": "digest"})
    approve(organisations, at=here(15, day=20))
    seat.ended_at = make.AT
    seat.save(update_fields=["ended_at"])
    assert digests.write(here(8)) == 0


def test_an_address_is_confirmed_by_its_owner_once(people: dict[str, Any], guest_client: Client) -> None:
    user = people["lanh"].user
    user.email = "lanh@example.vn"
    user.save(update_fields=["email"])
    letter = ask_to_confirm(user=user, at=make.now())
    assert letter.text == "", "the key stands in no row"
    delivery.sweep(make.now())
    link = next(word for word in mail.outbox[0].body.split() if "/thong-bao/xac-nhan/" in word)
    path = "/" + link.split("/", 3)[3]
    assert "lanh@example.vn" in guest_client.get(path).content.decode()
    assert ConfirmedAddress.objects.get().confirmed_at is None, "a scanner that opens links confirms nothing"
    assert "Đã xác nhận địa chỉ" in guest_client.post(path).content.decode()
    assert ConfirmedAddress.objects.get().confirmed_at is not None
    with pytest.raises(RuleBroken):
        ask_to_confirm(user=user, at=make.now())
    with pytest.raises(NotThere):
        confirm_address(token="guess", at=make.now())
    late = ConfirmedAddress.objects.get().expires_at + timedelta(seconds=1)
    with pytest.raises(NotThere):
        confirm_address(token=path.rstrip("/").rpartition("/")[2], at=late)


def test_one_press_in_the_mail_program_ends_letters_of_that_kind(people: dict[str, Any], organisations: Any) -> None:
    confirmed(people["lanh"].user)
    approve(organisations)
    delivery.sweep(make.AT + timedelta(hours=1))
    header = mail.outbox[0].extra_headers["List-Unsubscribe"]
    assert mail.outbox[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = "/" + header.strip("<>").split("/", 3)[3]
    program = Client(enforce_csrf_checks=True)
    assert "Sản phẩm và duyệt thông tin" in program.get(path).content.decode()
    assert Preference.objects.count() == 0, "opening it changes nothing"
    assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Preference.objects.get().mail == "never"
    assert program.post(path[:-3] + "xx/").status_code == 404


def test_an_applicant_is_told_by_letter_without_any_key(
    people: dict[str, Any], organisations: Any, hanh: Actor
) -> None:
    from txng.registry.events import DossierEvent

    dossier = make.dossier(organisations.commune, email="nguoi.nop@example.vn")
    record(DossierEvent.RETURNED, actor=hanh, subject=dossier, at=here(9), after={"items": ["Ảnh mờ"]})
    run_jobs()
    delivery.sweep(here(9, 9))
    assert mail.outbox == []
    delivery.sweep(here(9, 10))
    (letter,) = mail.outbox
    assert letter.to == ["nguoi.nop@example.vn"] and dossier.number in letter.subject
    for secret in (dossier.token, dossier.lookup_code, "Ảnh mờ"):
        assert secret not in letter.body
