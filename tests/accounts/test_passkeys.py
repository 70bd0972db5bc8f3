"""Khóa truy cập: made, used alone and as the second factor, named, removed (names.md 5)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from tests.accounts.software_key import SoftwareKey
from tests.accounts.test_signing_in import code_of, is_signed_in, sign_in, text_of
from txng.accounts import second_factor
from txng.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]
REFUSED = "Khóa truy cập không được chấp nhận."
JSON = {"HTTP_ACCEPT": "application/json"}


def ask(client: Client, name: str) -> dict[str, Any]:
    answer = client.get(reverse(name), **JSON)
    assert answer["Content-Type"] == "application/json"
    assert "no-store" in answer["Cache-Control"]
    return dict(answer.json())


def add(client: Client, name: str = "Điện thoại của tôi", key: SoftwareKey | None = None) -> SoftwareKey:
    key = key or SoftwareKey()
    credential = key.make(ask(client, "passkey-add"))
    client.post(reverse("passkey-add"), {"name": name, "credential": credential})
    return key


def enter_with(key: SoftwareKey, client: Client | None = None, **more: str) -> Any:
    client = client or Client()
    credential = key.sign(ask(client, "passkey-sign-in"))
    return client.post(reverse("passkey-sign-in"), {"credential": credential, **more})


def test_a_passkey_alone_opens_the_door(people: Any, lanh_client: Client) -> None:
    key = add(lanh_client)
    phone = Client()
    assert enter_with(key, phone)["Location"] == "/vao/"
    assert is_signed_in(phone)
    assert "lanh" in text_of(phone.get(reverse("own-account")))
    assert enter_with(key, Client(), next="/tai-khoan/thiet-bi/")["Location"] == "/tai-khoan/thiet-bi/"
    assert enter_with(key, Client(), next="//evil.example")["Location"] == "/vao/"


def test_with_the_first_passkey_come_recovery_codes(people: Any, lanh_client: Client) -> None:
    question = ask(lanh_client, "passkey-add")
    answer = lanh_client.post(reverse("passkey-add"), {"credential": SoftwareKey().make(question)})
    assert answer["Location"] == reverse("recovery-codes")
    assert second_factor.recovery_codes(people["lanh"].user) is not None
    assert "Khóa truy cập" in text_of(lanh_client.get(reverse("passkeys")))  # its name, none being given


def test_a_passkey_stands_in_for_the_code_after_the_password(people: Any, hanh_client: Client) -> None:
    key = add(hanh_client)
    client = Client()
    assert sign_in(client, "hanh")["Location"] == reverse("mfa_authenticate")
    page = client.get(reverse("mfa_authenticate")).content.decode()
    assert f'data-question="{reverse("passkey-second-step")}"' in page
    question = ask(client, "passkey-second-step")
    assert len(question["publicKey"]["allowCredentials"]) == 1
    answer = client.post(reverse("passkey-second-step"), {"credential": key.sign(question)})
    assert answer["Location"] == "/vao/"
    assert is_signed_in(client)


def test_an_agency_may_begin_with_a_passkey_in_place_of_an_application(people: Any) -> None:
    client, key = Client(), SoftwareKey()
    assert sign_in(client, "nam")["Location"] == reverse("second-factor-enrol")
    assert "passkey-enrol" not in client.get(reverse("second-factor-enrol")).content.decode()
    assert reverse("passkey-enrol") in client.get(reverse("second-factor-enrol")).content.decode()
    broken = client.post(reverse("passkey-enrol"), {"credential": "{}"})
    assert broken["Location"] == reverse("second-factor-enrol")
    assert not is_signed_in(client)
    done = client.post(reverse("passkey-enrol"), {"credential": key.make(ask(client, "passkey-enrol"))})
    assert done["Location"] == reverse("recovery-codes")
    assert is_signed_in(client)
    assert enter_with(key)["Location"] == "/vao/"  # nothing else is asked for


@pytest.mark.parametrize("what", ["foreign_key", "other_host", "replayed", "not_verified", "nonsense", "no_credential"])
def test_an_answer_that_proves_nothing_opens_nothing(people: Any, lanh_client: Client, what: str) -> None:
    key, client = add(lanh_client), Client()
    question = ask(client, "passkey-sign-in")
    if what == "foreign_key":
        stranger = SoftwareKey()
        stranger.id, stranger.handle = key.id, key.handle
        sent = stranger.sign(question)
    elif what == "other_host":
        key.host = "evil.example"
        sent = key.sign(question)
    elif what == "replayed":
        sent = key.sign(question)
        ask(client, "passkey-sign-in")
    elif what == "not_verified":
        key.verifies = False
        sent = key.sign(question)
    else:
        sent = {"nonsense": '{"response": {"userHandle": 7}}', "no_credential": ""}[what]
    answer = client.post(reverse("passkey-sign-in"), {"credential": sent}, follow=True)
    assert REFUSED in text_of(answer)
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "sent",
    ["[]", "7", "null", "{", '{"id": null}', "x" * 30_000, json.dumps({"id": "AA", "rawId": "AA", "response": {}}),
     json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {
         "clientDataJSON": "AA", "authenticatorData": "AA", "signature": "AA", "userHandle": "____"}})],
)  # fmt: skip
def test_no_text_in_place_of_a_passkey_breaks_the_page(people: Any, lanh_client: Client, sent: str) -> None:
    guest = Client()
    ask(guest, "passkey-sign-in")
    assert REFUSED in text_of(guest.post(reverse("passkey-sign-in"), {"credential": sent}, follow=True))
    ask(lanh_client, "passkey-add")
    assert REFUSED in text_of(lanh_client.post(reverse("passkey-add"), {"credential": sent}, follow=True))
    assert not Authenticator.objects.exists()


def test_a_key_that_did_not_ask_for_finger_face_or_pin_is_not_taken(people: Any, lanh_client: Client) -> None:
    add(lanh_client, key=SoftwareKey(verifies=False))
    assert not Authenticator.objects.exists()


def test_the_passkey_of_a_removed_person_opens_nothing(people: Any, lanh_client: Client) -> None:
    key = add(lanh_client)
    User.objects.filter(login="lanh").update(is_active=False)
    client = Client()
    assert enter_with(key, client)["Location"] == reverse("account_login")
    assert not is_signed_in(client)


def test_passkeys_are_listed_renamed_and_removed(people: Any, lanh_client: Client) -> None:
    key = add(lanh_client)
    mine = Authenticator.objects.get(type="webauthn")
    assert "Điện thoại của tôi" in text_of(lanh_client.get(reverse("passkeys")))
    lanh_client.post(reverse("passkey-rename", args=[mine.pk]), {"name": "Máy ở hợp tác xã"})
    assert "Máy ở hợp tác xã" in text_of(lanh_client.get(reverse("passkeys")))
    gone = lanh_client.post(reverse("passkey-remove", args=[mine.pk]), follow=True)
    assert "Máy ở hợp tác xã" not in text_of(gone)
    assert not Authenticator.objects.exists()  # recovery codes lead back to nothing
    assert enter_with(key)["Location"] == reverse("account_login")


def test_an_agency_keeps_its_last_second_factor(people: Any, hanh_client: Client) -> None:
    key = add(hanh_client)
    mine = Authenticator.objects.get(type="webauthn")
    refused = hanh_client.post(reverse("passkey-remove", args=[mine.pk]), follow=True)
    assert "Tài khoản cơ quan phải có xác nhận hai bước." in text_of(refused)
    assert enter_with(key)["Location"] == "/vao/"
    second_factor.enrol_totp(people["hanh"].user)
    hanh_client.post(reverse("passkey-remove", args=[mine.pk]))
    assert not second_factor.passkeys_of(people["hanh"].user).exists()
    own = second_factor.totp_of(people["hanh"].user)
    assert own is not None
    assert "Tài khoản cơ quan phải có xác nhận hai bước." in text_of(
        hanh_client.post(reverse("authenticator-remove"), follow=True)
    )


def test_a_new_application_leaves_the_passkeys_alone(people: Any, lanh_client: Client) -> None:
    key = add(lanh_client)
    page = lanh_client.get(reverse("authenticator"))
    assert "<svg" in page.content.decode()
    secret = lanh_client.session["mfa.totp.secret"]
    assert lanh_client.post(reverse("authenticator"), {"code": "000000"}).status_code == 422
    assert lanh_client.post(reverse("authenticator"), {"code": code_of(secret)})["Location"] == reverse(
        "recovery-codes"
    )
    assert second_factor.has_totp(people["lanh"].user)
    assert enter_with(key)["Location"] == "/vao/"
    lanh_client.post(reverse("authenticator-remove"))
    assert not second_factor.has_totp(people["lanh"].user)
    assert second_factor.recovery_codes(people["lanh"].user) is not None


def test_nothing_of_it_is_inline_and_without_a_script_a_sentence_says_so(people: Any, lanh_client: Client) -> None:
    for page in (Client().get(reverse("account_login")), lanh_client.get(reverse("passkeys"))):
        html = page.content.decode()
        assert '<script type="module" src="/tinh/accounts/passkeys.js"></script>' in html
        assert html.count("<script") == 1
        assert " hidden novalidate" in html
        assert "Khóa truy cập cần trình duyệt" in text_of(page)
    assert "phien" not in Client().get(reverse("account_login")).cookies  # only who presses the button gets a session
