"""What a secret address protects, and what the ten characters of the receipt open."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.registry import walking
from txng.kernel.codes import token_digest
from txng.kernel.text import group4
from txng.registry.models import Dossier

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]


def test_only_the_digest_of_the_address_is_stored(client: Client, organisations: Any) -> None:
    token, dossier = walking.file_a_dossier(client)
    assert dossier.token_digest == token_digest(token)
    row = Dossier.objects.filter(pk=dossier.pk).values().get()
    assert token not in str(row)


@pytest.mark.parametrize("name", ["tasks", "establishment", "products", "commitment", "check", "withdraw"])
def test_a_page_behind_the_address_leaks_it_nowhere(client: Client, organisations: Any, name: str) -> None:
    token = walking.start(client)
    walking.fill_in(client, token)
    answer = client.get(reverse(f"registration-{name}", args=[token]))
    assert answer.status_code == 200
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Cache-Control"] == "no-store"


def test_a_form_sent_without_a_referrer_is_taken(organisations: Any) -> None:
    """Browsers send `Origin: null` from a page with `no-referrer`; the CSRF check would refuse every form."""
    strict = Client(enforce_csrf_checks=True)
    token = walking.start(Client())
    answer = strict.post(
        reverse("registration-tax-code", args=[token]), {"tax_code": walking.TAX_CODE}, HTTP_ORIGIN="null"
    )
    assert answer.status_code == 302


def test_a_new_draft_is_not_started_from_a_foreign_page(organisations: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("registration-start"), HTTP_ORIGIN="https://example.org").status_code == 403


def test_a_wrong_address_answers_like_none(client: Client, organisations: Any) -> None:
    _token, dossier = walking.file_a_dossier(client)
    for guess in (
        "AAAAAAAAAAAAAAAAAAAAAA",
        dossier.number,
        dossier.lookup_code,
        str(dossier.pk),
        dossier.token_digest,
    ):
        assert client.get(reverse("registration-tasks", args=[guess])).status_code == 404


def test_the_look_up_tells_the_state_and_nothing_of_the_contents(client: Client, organisations: Any) -> None:
    _token, dossier = walking.file_a_dossier(client)
    typed = group4(dossier.lookup_code or "").lower()
    page = walking.text_of(client.post(reverse("registration-lookup"), {"code": typed}))
    assert dossier.number in page
    assert organisations.commune.name in page
    assert "Đã nộp" in page
    for secret in (dossier.name, dossier.representative, dossier.phone, dossier.tax_code, "giay.jpg"):
        assert secret not in page


def test_five_look_ups_in_half_an_hour_then_one_waits(client: Client, organisations: Any) -> None:
    address = reverse("registration-lookup")
    codes = [client.post(address, {"code": f"ABCDEFGHJ{n}"}).status_code for n in range(6)]
    assert codes == [404] * 5 + [429]
    assert "Thử lại sau" in walking.text_of(client.post(address, {"code": "ABCDEFGHJK"}))
    elsewhere = client.post(address, {"code": "ABCDEFGHJK"}, REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 404


def test_the_sixth_draft_from_one_network_waits_but_not_at_a_desk(
    client: Client, hanh_client: Client, organisations: Any
) -> None:
    statuses = [client.post(reverse("registration-start")).status_code for _n in range(6)]
    assert statuses == [302] * 5 + [429]
    assert hanh_client.post(reverse("registration-start")).status_code == 302


def test_the_desk_can_give_a_new_address_and_the_old_one_dies(
    client: Client, hanh_client: Client, organisations: Any
) -> None:
    import re

    token, dossier = walking.file_a_dossier(client)
    answer = hanh_client.post(reverse("dossier-renew-link", args=[dossier.pk]))
    found = re.search(r"/dang-ky/([^/]+)/", walking.text_of(answer))
    assert found
    assert client.get(reverse("registration-receipt", args=[token])).status_code == 404
    assert client.get(reverse("registration-receipt", args=[found[1]])).status_code == 200
    assert answer["Cache-Control"] == "no-store"


def test_a_stored_paper_opens_only_by_its_signed_link(client: Client, organisations: Any) -> None:
    token, dossier = walking.file_a_dossier(client)
    stored = dossier.papers.get().file
    bare = reverse("file", args=[stored.id])
    assert client.get(bare).status_code == 404
    page = client.get(reverse("registration-receipt", args=[token])).content.decode()
    link = page[page.index(bare) : page.index('"', page.index(bare))].replace("&amp;", "&")
    opened = client.get(link)
    assert opened.getvalue()[:3] == b"\xff\xd8\xff"
    opened.close()
