"""Xác nhận lại là bạn: no order of stamps, recall or lock from a screen somebody left (names.md 5)."""

from __future__ import annotations

import re
import time
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from tests.accounts.test_passkeys import add, ask
from tests.accounts.test_signing_in import code_of, enter, text_of
from tests.cast import PASSWORD
from txng.accounts import freshness, second_factor
from txng.accounts.models import Account
from txng.ledger.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]
MINUTE = 60
CONFIRM = "/tai-khoan/xac-nhan-lai/"
WHY = {"reason": "Cố ý đưa thông tin không phù hợp.", "ground": "Quyết định 12/QĐ-SKHCN ngày 20/09/2026"}


def left_alone(client: Client, minutes: float) -> Client:
    session = client.session
    session[freshness.CONFIRMED] = time.time() - minutes * MINUTE
    session.save()
    return client


def sensitive(people: Any, organisations: Any) -> dict[str, str]:
    account = people["lanh"].account.pk
    lot = make.lot(make.product(organisations.lanh), "L26A0917")
    recall = make.recall(lot)
    return {
        "order": reverse("order-new"),
        "review": reverse("print-order-review", args=[make.batch(lot.product).print_order.pk]),
        "recall": reverse("recall-new") + f"?lo={lot.pk}",
        "lift": reverse("recall-lift", args=[recall.pk]),
        "lock": reverse("account-lock", args=[account]),
        "unlock": reverse("account-unlock", args=[account]),
        "authenticator": reverse("authenticator"),
        "switch_off": reverse("authenticator-remove"),
        "passkey": reverse("passkey-add"),
        "codes": reverse("recovery-codes"),
    }


WHO = {"order": "lanh", "recall": "mai", "lift": "mai", "lock": "mai", "unlock": "mai"}
FORMS = ("order", "recall", "lift", "authenticator", "passkey", "codes")


@pytest.mark.parametrize("what", ["order", "recall", "lift", "lock", "unlock", "authenticator", "switch_off", "passkey", "codes"])  # fmt: skip
def test_what_weighs_most_asks_again_after_15_minutes(
    people: Any, organisations: Any, lanh_client: Client, mai_client: Client, what: str
) -> None:
    address = sensitive(people, organisations)[what]
    client = left_alone(mai_client if WHO.get(what) == "mai" else lanh_client, 16)
    before = Entry.objects.count()
    sent = client.post(address, WHY)
    assert sent.status_code == 403
    assert "Chưa gửi đi gì cả" in text_of(sent)
    assert Entry.objects.count() == before
    if what in FORMS:
        asked = client.get(address)
        assert asked.status_code == 302
        assert asked["Location"].startswith(CONFIRM)
    left_alone(client, 14)
    assert "Chưa gửi đi gì cả" not in text_of(client.post(address, WHY))


def test_a_decision_on_an_order_is_asked_before_its_page_is_shown(
    province: str, people: Any, organisations: Any, hanh_client: Client, mai_client: Client
) -> None:
    """Only of who decides: reading an order needs no confirmation."""
    from txng.access import Permission
    from txng.accounts.acting import actor_of

    order = make.batch(make.product(organisations.lanh)).print_order
    address = reverse("print-order-review", args=[order.pk])
    waits = order.state in ("submitted", "checked")
    for key, client in (("hanh", hanh_client), ("mai", mai_client)):
        decides = waits and actor_of(people[key]).may(Permission.PRINT_ORDER_DECIDE, order)
        left_alone(client, 16)
        assert client.get(address).status_code == (302 if decides else 200)


def test_a_sign_in_is_fresh_for_15_minutes_and_using_the_site_does_not_prolong_it(people: Any) -> None:
    client = enter(people, "lanh")
    assert client.get(reverse("order-new")).status_code == 200
    left_alone(client, 14.9)
    client.get(reverse("own-account"))
    assert client.get(reverse("order-new")).status_code == 200
    left_alone(client, 15.1)
    assert client.get(reverse("own-account")).status_code == 200  # still signed in
    assert client.get(reverse("order-new")).status_code == 302


@pytest.mark.parametrize("stored", [None, "", "nan", [], 10**12, float("inf")])
def test_a_session_that_does_not_say_when_is_not_fresh(people: Any, stored: Any) -> None:
    client = enter(people, "lanh")
    session = client.session
    session[freshness.CONFIRMED] = stored
    session.save()
    assert client.get(reverse("order-new")).status_code == 302


def test_the_password_opens_the_page_that_was_asked_for(people: Any, lanh_client: Client) -> None:
    asked = left_alone(lanh_client, 20).get(reverse("order-new") + "?lo=5")
    page = lanh_client.get(asked["Location"])
    assert 'value="/quan-ly/tem/lenh-in/moi/?lo=5"' in page.content.decode()
    wrong = lanh_client.post(CONFIRM, {"password": "wrong password entirely", "next": "/quan-ly/tem/lenh-in/moi/?lo=5"})
    assert wrong.status_code == 422
    assert "Mật khẩu không đúng." in text_of(wrong)
    right = lanh_client.post(CONFIRM, {"password": PASSWORD, "next": "/quan-ly/tem/lenh-in/moi/?lo=5"})
    assert right["Location"] == "/quan-ly/tem/lenh-in/moi/?lo=5"
    assert lanh_client.get(reverse("order-new")).status_code == 200


def test_a_code_or_a_passkey_does_as_well(people: Any, lanh_client: Client) -> None:
    secret = second_factor.enrol_totp(people["lanh"].user)
    left_alone(lanh_client, 20)
    assert lanh_client.post(CONFIRM, {"code": "000000"}).status_code == 422
    assert lanh_client.post(CONFIRM, {"code": code_of(secret)})["Location"] == reverse("own-account")
    assert lanh_client.get(reverse("order-new")).status_code == 200
    key = add(lanh_client)
    left_alone(lanh_client, 20)
    assert reverse("confirm-passkey") in lanh_client.get(CONFIRM).content.decode()
    question = ask(lanh_client, "confirm-passkey")
    answer = lanh_client.post(reverse("confirm-passkey"), {"credential": key.sign(question), "next": "/quan-ly/"})
    assert answer["Location"] == "/quan-ly/"
    assert lanh_client.get(reverse("order-new")).status_code == 200


def test_the_passkey_of_somebody_else_confirms_nothing(people: Any, lanh_client: Client, khai_client: Client) -> None:
    foreign = add(khai_client)
    add(lanh_client)
    left_alone(lanh_client, 20)
    question = ask(lanh_client, "confirm-passkey")
    lanh_client.post(reverse("confirm-passkey"), {"credential": foreign.sign(question)})
    assert lanh_client.get(reverse("order-new")).status_code == 302


def test_guessing_at_the_confirmation_is_counted(people: Any, lanh_client: Client) -> None:
    left_alone(lanh_client, 20)
    for _ in range(5):
        lanh_client.post(CONFIRM, {"password": "wrong password entirely"})
    closed = lanh_client.post(CONFIRM, {"password": PASSWORD})
    assert closed.status_code == 422
    assert "Tạm khóa đăng nhập" in text_of(closed)


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "evil"])
def test_the_way_on_never_leads_to_a_foreign_host(people: Any, lanh_client: Client, evil: str) -> None:
    left_alone(lanh_client, 20)
    answer = lanh_client.post(CONFIRM, {"password": PASSWORD, "next": evil})
    assert answer["Location"] == reverse("own-account")


def hidden(response: Any) -> dict[str, str]:
    """The hidden boxes of the page's own form."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', response.content.decode())
    return {unescape(name): unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def test_a_form_sent_too_late_is_kept_and_sent_after_confirming(people: Any, mai_client: Client) -> None:
    account = people["lanh"].account
    address = reverse("account-lock", args=[account.pk])
    typed = {"reason": 'Lý do có dấu "ngoặc" & <thẻ>', "ground": WHY["ground"]}
    late = left_alone(mai_client, 40).post(address, typed)
    confirm = mai_client.post(CONFIRM, hidden(late))
    assert "Bằng mật khẩu" in text_of(confirm)
    assert Account.objects.get(pk=account.pk).state == "active"
    wrong = mai_client.post(CONFIRM, hidden(confirm) | {"password": "wrong password entirely"})
    ready = mai_client.post(CONFIRM, hidden(wrong) | {"password": PASSWORD})
    assert f'action="{address}"' in ready.content.decode()
    assert hidden(ready) == typed
    assert "<thẻ>" not in ready.content.decode()
    mai_client.post(address, hidden(ready))
    locked = Account.objects.get(pk=account.pk)
    assert (locked.state, locked.lock_reason) == ("locked", typed["reason"])


def test_what_somebody_else_filled_in_is_not_sent_on(people: Any, mai_client: Client, hanh_client: Client) -> None:
    late = left_alone(mai_client, 40).post(reverse("account-lock", args=[people["lanh"].account.pk]), WHY)
    left_alone(hanh_client, 40)
    for carried in (hidden(late)["carried"], "nonsense", "x" * 300_000):
        answer = hanh_client.post(CONFIRM, {"password": PASSWORD, "carried": carried})
        assert answer["Location"] == reverse("own-account")


def test_a_form_too_large_to_be_kept_says_so(people: Any, mai_client: Client) -> None:
    late = left_alone(mai_client, 40).post(
        reverse("account-lock", args=[people["lanh"].account.pk]), {"reason": "dài " * 60_000}
    )
    assert late.status_code == 403
    assert "không giữ lại được ở đây" in text_of(late)
    assert "carried" not in hidden(late)
