"""Khóa kết nối: a program acts with some of its maker's rights, and with none a moment after they are gone."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from tests import make
from tests.cast import Organisations, every_province
from txng.access import Actor, Permission
from txng.accounts import emergencies
from txng.accounts.acting import actor_of
from txng.accounts.actions import make_client, revoke_client, rotate_client
from txng.accounts.api import authentication
from txng.accounts.api.gate import endpoint
from txng.accounts.keys import NEVER_BY_A_PROGRAM, offered
from txng.accounts.models import ApiClient, Membership
from txng.accounts.verbs import words_of
from txng.kernel.clock import now
from txng.kernel.codes import token_digest
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]
ME = "/api/v1/me"
READING = [str(Permission.PRODUCT_READ), str(Permission.PRODUCTION_READ)]


def key(
    actor: Actor, *, verbs: list[str] | None = None, name: str = "Phần mềm kho", at: Any = None, days: int = 30
) -> Any:
    return make_client(actor=actor, name=name, verbs=verbs or READING, days=days, at=at or now())


def ask(token: str, path: str = ME, method: str = "GET") -> Any:
    return Client(enforce_csrf_checks=True).generic(method, path, headers={"Authorization": f"Bearer {token}"})


def form(client: Client, **more: Any) -> dict[str, Any]:
    page = client.get(reverse("key-new")).content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page).group(1)  # type: ignore[union-attr]
    return {"once": once, "name": "Phần mềm kho", "verbs": READING, "days": "30"} | more


@every_province
def test_me_says_who_with_what_how_far_and_until_when(province: str, lanh: Actor, organisations: Organisations) -> None:
    made = key(lanh)
    answer = ask(made.token)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    body = answer.json()
    hers = organisations.lanh.pk  # type: ignore[attr-defined]
    assert body["key"] == {"name": "Phần mềm kho", "shown": made.token[:11]}
    assert body["person"] == "Nguyễn Thị Lành"
    assert body["organisation"] == {
        "name": "Hợp tác xã Trái cây Lành", "kind": "establishment", "establishment": hers, "agency": None,
    }  # fmt: skip
    assert body["verbs"] == sorted(READING)
    (line,) = body["reach"]
    assert (line["verbs"], line["establishment"], line["unit_path"]) == (sorted(READING), hers, "")
    assert "Hợp tác xã Trái cây Lành" in line["words"]["vi"]
    assert body["expires_at"] == made.client.expires_at.isoformat()


@every_province
def test_an_agencys_key_names_its_territory_and_what_it_manages(
    province: str, hanh: Actor, organisations: Organisations
) -> None:
    body = ask(key(hanh, verbs=[str(Permission.PRODUCT_READ)]).token).json()
    commune: Any = organisations.commune
    reach = {(line["unit_path"], line["managing_agency"]) for line in body["reach"]}
    assert reach == {(commune.unit_path, None), ("", commune.pk)}
    words = " ".join(line["words"]["vi"] for line in body["reach"])
    assert commune.unit.name in words
    assert commune.name in words


def test_the_token_is_256_bits_of_which_the_database_knows_the_digest_alone(lanh: Actor) -> None:
    made = key(lanh)
    assert re.fullmatch(r"txng_[A-Za-z0-9_-]{43}", made.token)
    stored = ApiClient.objects.get()
    assert stored.token_digest == token_digest(made.token)
    assert made.token not in str(vars(stored)) + str(Entry.objects.get(kind="accounts.client:made").after)


def test_no_session_is_read_and_no_cookie_set(lanh_client: Client, lanh: Actor) -> None:
    assert lanh_client.get(ME).status_code == 401
    answer = ask(key(lanh).token)
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    # A key opens no page.
    page = ask(key(lanh, name="Khác").token, reverse("establishment-home"))
    assert page.status_code == 302


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer ", "Bearer txng_short", "Basic bGFuaDpwYXNz", "Bearer txng_" + "x" * 43,
     "Bearer txng_" + "x" * 44, "Bearer " + "é" * 20],
)  # fmt: skip
def test_without_a_good_key_the_answer_is_401_as_a_problem_in_english(header: str | None) -> None:
    answer = Client().get(ME, headers={"Authorization": header} if header is not None else {})
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"].startswith('Bearer realm="txng"')
    assert answer["Content-Language"] == "en"
    body = answer.json()
    assert body.keys() == {"type", "title", "status", "code", "detail", "instance", "support_id"}
    assert (body["title"], body["status"], body["instance"]) == ("Unauthorized", 401, ME)
    assert body["code"] in ("token_missing", "token_unknown")


def test_other_methods_and_addresses_are_problems_too(lanh: Actor) -> None:
    token = key(lanh).token
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        answer = ask(token, method=method)
        assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
        assert "GET" in answer["Allow"]
    for path in ("/api/", "/api/v1/me/", "/api/v2/me", "/api/v1/nothing"):
        answer = ask(token, path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_there")


def test_a_verb_the_key_lacks_is_403_with_its_name(lanh: Actor, rf: RequestFactory) -> None:
    from txng.project.middleware import actor_middleware

    token = key(lanh, verbs=[str(Permission.PRODUCT_READ)]).token
    for verb, expected in ((Permission.PRODUCT_READ, 200), (Permission.STAMP_READ, 403)):
        from django.http import HttpResponse

        view = endpoint(verb=verb)(lambda request: HttpResponse(request.actor.label))
        answer = actor_middleware(view)(rf.get("/api/v1/x", headers={"Authorization": f"Bearer {token}"}))
        assert answer.status_code == expected
        if expected == 403:
            assert json.loads(answer.content)["code"] == "missing_verb"
        else:
            assert answer.content.decode() == "Nguyễn Thị Lành (khóa kết nối Phần mềm kho)"


def test_what_a_program_does_says_so_in_the_ledger(lanh: Actor, organisations: Organisations) -> None:
    from txng.accounts.keys import actor_of_client
    from txng.ledger.recording import record
    from txng.oversight.events import OversightEvent

    made = key(lanh)
    program = actor_of_client(made.client)
    assert program is not None
    assert (program.client_id, program.user_id) == (made.client.pk, lanh.user_id)
    entry = record(OversightEvent.RECALL_OPENED, actor=program, subject=organisations.lanh, at=now())  # type: ignore[arg-type]
    assert entry.actor_label == "Nguyễn Thị Lành (khóa kết nối Phần mềm kho)"


def test_nobody_gives_a_key_what_they_do_not_hold_or_what_no_program_may(lanh: Actor, tu: Actor, dung: Actor) -> None:
    for verb in (Permission.DOSSIER_APPROVE, Permission.CLIENT_MANAGE, Permission.MEMBER_MANAGE, "made.up"):
        with pytest.raises(RuleBroken) as refusal:
            key(lanh, verbs=[str(verb)])
        assert refusal.value.code == "verbs_beyond"
    for other in (tu, dung):  # neither owner nor lead
        with pytest.raises(NotThere):
            key(other)
    assert not ApiClient.objects.exists()


def test_every_verb_that_is_offered_has_words(lanh: Actor, hanh: Actor, nam: Actor, mai: Actor) -> None:
    for actor in (lanh, hanh, nam, mai):
        verbs = offered(actor)
        assert verbs
        assert not set(verbs) & NEVER_BY_A_PROGRAM
        assert [verb for verb in verbs if words_of(verb) == str(verb)] == []


def test_days_and_names_are_within_bounds(lanh: Actor) -> None:
    for days in (0, 366):
        with pytest.raises(RuleBroken) as refusal:
            key(lanh, days=days)
        assert refusal.value.code == "days_wrong"
    key(lanh)
    with pytest.raises(RuleBroken) as refusal:
        key(lanh)
    assert refusal.value.code == "name_taken"


@pytest.mark.parametrize("channel", ["seat ended", "account locked", "person gone", "revoked", "expired"])
def test_a_key_dies_with_its_seat_its_account_its_maker_and_itself(
    lanh: Actor, people: dict[str, Any], channel: str
) -> None:
    made = key(lanh)
    assert ask(made.token).status_code == 200
    if channel == "seat ended":
        Membership.objects.filter(pk=people["lanh"].pk).update(ended_at=now())
    elif channel == "account locked":
        account = people["lanh"].account
        account.state = "locked"
        account.save(update_fields=["state"])
    elif channel == "person gone":
        type(people["lanh"].user).objects.filter(pk=people["lanh"].user_id).update(is_active=False)
    elif channel == "revoked":
        revoke_client(actor=lanh, client_id=made.client.pk, at=now())
    else:
        ApiClient.objects.update(expires_at=now())
    answer = ask(made.token)
    assert answer.status_code == 401
    assert answer.json()["code"] == {"revoked": "token_revoked", "expired": "token_expired"}.get(
        channel, "token_without_account"
    )


def test_a_key_loses_a_verb_with_the_role_of_its_maker(lanh: Actor, people: dict[str, Any]) -> None:
    made = key(lanh, verbs=[str(Permission.PRODUCT_READ), str(Permission.PRODUCTION_READ)])
    Membership.objects.filter(pk=people["lanh"].pk).update(role="worker")
    assert ask(made.token).json()["verbs"] == [str(Permission.PRODUCTION_READ)]


def test_a_key_of_emergency_times_does_not_outlive_them(mai: Actor, people: dict[str, Any]) -> None:
    behind = emergencies.behind_the_glass(mai)
    wanted = min(set(offered(behind)) - set(offered(mai)))
    made = key(behind, verbs=[str(wanted), str(Permission.PRODUCT_READ)])
    assert ask(made.token).json()["verbs"] == [str(Permission.PRODUCT_READ)]


def test_the_last_use_is_written_once_a_minute(lanh: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    made = key(lanh, at=make.AT, days=30)
    seen = []
    for seconds in (0, 20, 59, 60, 61, 119, 125):
        monkeypatch.setattr(authentication, "now", lambda s=seconds: make.AT + timedelta(seconds=s))
        assert ask(made.token).status_code == 200
        used = ApiClient.objects.get().last_used_at
        seen.append(int((used - make.AT).total_seconds()))
    assert seen == [0, 0, 0, 60, 60, 60, 125]


def test_more_than_600_requests_a_minute_are_429_with_a_time_to_come_back(
    lanh: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert authentication.PER_MINUTE == 600
    monkeypatch.setattr(authentication, "PER_MINUTE", 3)
    token, other = key(lanh).token, key(lanh, name="Khác").token
    assert [ask(token).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    answer = ask(token)
    assert (answer["Retry-After"], answer["Content-Type"]) == ("60", "application/problem+json")
    assert "too fast" in answer.json()["detail"]
    assert ask(other).status_code == 200


@pytest.mark.parametrize("at_once", [True, False])
def test_a_key_is_replaced_at_once_or_with_a_day_to_change_over(
    lanh: Actor, at_once: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = key(lanh, at=make.AT)
    new = rotate_client(actor=lanh, client_id=old.client.pk, at_once=at_once, at=make.AT + timedelta(days=1))
    assert new.client.verbs == old.client.verbs
    codes = []
    for hours in (1, 23, 24, 25):
        monkeypatch.setattr(authentication, "now", lambda h=hours: make.AT + timedelta(days=1, hours=h))
        codes.append(ask(old.token).status_code)
        assert ask(new.token).status_code == 200
    assert codes == ([401] * 4 if at_once else [200, 200, 401, 401])
    with pytest.raises(RuleBroken) as refusal:
        rotate_client(actor=lanh, client_id=old.client.pk, at_once=True, at=make.AT + timedelta(days=1))
    assert refusal.value.code == "key_replaced"


def test_the_page_shows_the_token_once_and_a_retry_makes_no_second_key(lanh_client: Client, people: Any) -> None:
    sent = form(lanh_client)
    answer = lanh_client.post(reverse("key-new"), sent)
    assert answer["Location"] == reverse("key-token")
    retried = lanh_client.post(reverse("key-new"), sent)
    assert retried["Location"] == reverse("key-token")
    assert ApiClient.objects.count() == 1
    page = lanh_client.get(reverse("key-token")).content.decode()
    token = re.search(r"txng_[A-Za-z0-9_-]{43}", page).group()  # type: ignore[union-attr]
    assert ask(token).status_code == 200
    assert lanh_client.get(reverse("key-token"))["Location"] == reverse("key-list")
    pages = [reverse("key-list"), reverse("key-detail", args=[ApiClient.objects.get().pk])]
    assert not any(token in lanh_client.get(path).content.decode() for path in pages)


def test_what_was_typed_stays_when_nothing_was_ticked(lanh_client: Client) -> None:
    answer = lanh_client.post(reverse("key-new"), form(lanh_client, verbs=[]))
    assert answer.status_code == 422
    assert 'value="Phần mềm kho"' in answer.content.decode()
    assert not ApiClient.objects.exists()


def test_keys_are_replaced_and_revoked_on_their_page(lanh_client: Client, lanh: Actor) -> None:
    made = key(lanh)
    detail = reverse("key-detail", args=[made.client.pk])
    once = re.search(r'name="once" value="([^"]+)"', lanh_client.get(detail).content.decode()).group(1)  # type: ignore[union-attr]
    rotated = lanh_client.post(reverse("key-rotate", args=[made.client.pk]), {"once": once, "stop": "now"})
    assert rotated["Location"] == reverse("key-token")
    lanh_client.post(reverse("key-rotate", args=[made.client.pk]), {"once": once, "stop": "now"})
    assert ApiClient.objects.count() == 2
    assert ask(made.token).status_code == 401
    newest = ApiClient.objects.order_by("-id").first()
    lanh_client.post(reverse("key-revoke", args=[newest.pk]), {"reason": "Thôi dùng"})  # type: ignore[union-attr]
    assert Entry.objects.get(kind="accounts.client:revoked").reason == "Thôi dùng"
    kinds = list(Entry.objects.filter(kind__startswith="accounts.client").order_by("id").values_list("kind", flat=True))
    assert kinds == ["accounts.client:made", "accounts.client:rotated", "accounts.client:revoked"]


def test_anybody_elses_key_is_not_there(
    lanh: Actor, khai_client: Client, hanh_client: Client, mai_client: Client
) -> None:
    made = key(lanh)
    for client, prefix in ((khai_client, ""), (hanh_client, "agency-"), (mai_client, "agency-")):
        for number in (made.client.pk, 10**9):
            assert client.get(reverse(f"{prefix}key-detail", args=[number])).status_code == 404
            assert client.post(reverse(f"{prefix}key-revoke", args=[number])).status_code == 404
            assert client.post(reverse(f"{prefix}key-rotate", args=[number]), {"stop": "now"}).status_code == 404
    assert ask(made.token).status_code == 200


def test_the_verbs_themselves_find_keys_of_the_own_organisation_alone(
    lanh: Actor, khai: Actor, hanh: Actor, mai: Actor
) -> None:
    made = key(lanh)
    for other in (khai, hanh, mai):
        with pytest.raises(NotThere):
            revoke_client(actor=other, client_id=made.client.pk, at=now())
        with pytest.raises(NotThere):
            rotate_client(actor=other, client_id=made.client.pk, at_once=True, at=now())
    assert ask(made.token).status_code == 200


def test_keys_of_a_seat_that_is_not_the_owners_are_not_offered(people: dict[str, Any], lanh: Actor) -> None:
    for role in ("manager", "recorder", "worker"):
        people["tu"].role = role
        assert not actor_of(people["tu"]).holds(Permission.CLIENT_MANAGE)
