"""The one gate before every page that is not for everybody (txng.access.gate)."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from txng.access import Actor
from txng.access.actors import visitor
from txng.access.gate import for_agencies, for_establishments, for_operator, signed_in
from txng.kernel.errors import NotAllowed, NotThere

KINDS = ("operator", "department", "commune", "establishment")


def ask(gate: Any, actor: Actor, path: str = "/quan-ly/lo-hang/?trang=2") -> HttpResponse:
    request = RequestFactory().get(path)
    request.actor = actor  # type: ignore[attr-defined]
    return gate(lambda request: HttpResponse("inside"))(request)  # type: ignore[no-any-return]


def person(kind: str, **more: Any) -> Actor:
    return Actor(label="x", kind=kind, user_id=1, **more)


@pytest.mark.parametrize(
    ("gate", "entering"),
    [(for_agencies, KINDS[:3]), (for_operator, KINDS[:1]), (for_establishments, KINDS[3:]), (signed_in, KINDS)],
)
def test_each_gate_lets_its_own_kinds_in_and_shows_the_others_nothing(gate: Any, entering: tuple[str, ...]) -> None:
    for kind in KINDS:
        if kind in entering:
            assert ask(gate, person(kind)).content == b"inside"
        else:
            with pytest.raises(NotThere):
                ask(gate, person(kind))


@pytest.mark.parametrize("gate", [for_agencies, for_operator, for_establishments, signed_in])
def test_a_guest_is_sent_to_sign_in_and_comes_back_to_the_same_page(gate: Any) -> None:
    response = ask(gate, visitor())
    assert response.status_code == 302
    assert response["Location"] == "/dang-nhap/?next=%2Fquan-ly%2Flo-hang%2F%3Ftrang%3D2"


def test_a_guest_of_the_english_pages_signs_in_in_english() -> None:
    with translation.override("en"):
        assert ask(for_agencies, visitor(), "/en/co-quan/")["Location"] == "/en/dang-nhap/?next=%2Fen%2Fco-quan%2F"


def test_somebody_known_without_power_is_told_why() -> None:
    locked = person("visitor", powerless_because="Tài khoản đang bị khóa theo Quyết định 12.")
    for gate in (for_agencies, for_operator, for_establishments):
        with pytest.raises(NotAllowed, match="Quyết định 12") as caught:
            ask(gate, locked)
        assert (caught.value.status, caught.value.code) == (403, "account_not_active")
    assert ask(signed_in, locked).content == b"inside"


def test_and_when_nobody_knows_why_still_a_sentence() -> None:
    with pytest.raises(NotAllowed, match="Hiện không dùng được tài khoản của bạn"):
        ask(for_agencies, person("visitor"))


def test_the_platform_itself_is_no_person_and_enters_nowhere() -> None:
    from txng.access.actors import system

    assert ask(for_agencies, system()).status_code == 302


def test_a_guarded_view_keeps_its_name_and_marks() -> None:
    def my_page(request: Any) -> HttpResponse:
        return HttpResponse()

    my_page.csrf_exempt = True  # type: ignore[attr-defined]
    guarded: Any = for_agencies(my_page)
    assert (guarded.__name__, guarded.csrf_exempt) == ("my_page", True)


@pytest.mark.django_db
def test_the_gate_stands_before_real_pages(lanh_client: Client, hanh_client: Client, client: Client) -> None:
    assert [lanh_client.get(page).status_code for page in ("/quan-ly/", "/co-quan/")] == [200, 404]
    assert [hanh_client.get(page).status_code for page in ("/quan-ly/", "/co-quan/")] == [404, 200]
    assert client.get("/co-quan/")["Location"] == "/dang-nhap/?next=%2Fco-quan%2F"
