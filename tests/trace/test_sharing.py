"""Bà Lành lets the program of ông Khải's firm, which buys from her, see her events; and no longer."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.trace import kit
from tests.trace.kit import Program, observed, single
from txng.ledger.models import Entry
from txng.trace.models import PartnerGrant

pytestmark = pytest.mark.django_db
PAGE = "/quan-ly/chuoi-cung-ung/chia-se/"


@pytest.fixture
def her_event(lanh_program: Program) -> str:
    return str(lanh_program.post("/epcis/events", single(observed(1)))["Location"])


def test_a_partner_is_named_by_the_beginning_of_its_key_and_sees_from_then_on(
    lanh_client: Client, khai_program: Program, her_event: str
) -> None:
    assert khai_program.get(her_event).status_code == 404

    asked = lanh_client.post(PAGE, {"khoa": f" {khai_program.key.shown}… "})
    page = asked.content.decode()
    assert asked.status_code == 200
    assert khai_program.key.name in page and str(khai_program.key.account.establishment) in page
    assert not PartnerGrant.objects.exists()  # whose it is comes before the giving

    for _ in range(2):  # pressed twice it is given once
        given = lanh_client.post(PAGE, {"khoa": khai_program.key.shown, "share": "1"})
        assert given.status_code == 302
    assert khai_program.get(her_event).status_code == 200
    assert Entry.objects.filter(kind="trace.grant:made").count() == 1

    ended = lanh_client.post(f"{PAGE}{khai_program.key.pk}/thoi/")
    assert ended.status_code == 302
    assert khai_program.get(her_event).status_code == 404
    shown = lanh_client.get(PAGE).content.decode()
    assert khai_program.key.name in shown  # what was shared once stays in the list


def test_nobody_is_found_by_guessing_and_what_was_typed_is_kept(lanh_client: Client, khai_program: Program) -> None:
    for typed in ("txng_??????", khai_program.key.shown[:-1], "", khai_program.token):
        answer = lanh_client.post(PAGE, {"khoa": typed})
        assert answer.status_code == 422, typed
        assert khai_program.key.name not in answer.content.decode()
    assert "txng_??????" in lanh_client.post(PAGE, {"khoa": "txng_??????"}).content.decode()


def test_ones_own_key_and_a_dead_one_are_no_partners(
    lanh_client: Client, lanh_program: Program, khai_program: Program
) -> None:
    assert lanh_client.post(PAGE, {"khoa": lanh_program.key.shown, "share": "1"}).status_code == 422
    type(khai_program.key).objects.filter(pk=khai_program.key.pk).update(revoked_at=khai_program.key.made_at)
    assert lanh_client.post(PAGE, {"khoa": khai_program.key.shown, "share": "1"}).status_code == 422
    assert not PartnerGrant.objects.exists()


def test_two_keys_with_one_beginning_are_told_apart_by_nobody(
    lanh_client: Client, khai_program: Program, people: dict[str, Any]
) -> None:
    second = kit.program(people["khai"], name="Cân điện tử")
    type(second.key).objects.filter(pk=second.key.pk).update(shown=khai_program.key.shown)
    assert lanh_client.post(PAGE, {"khoa": khai_program.key.shown, "share": "1"}).status_code == 422
