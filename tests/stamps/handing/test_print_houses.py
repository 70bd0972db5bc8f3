"""Whom files are locked to."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from txng.access import Actor
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.stamps import actions, queries
from txng.stamps.models import PrintHouse

pytestmark = pytest.mark.django_db
AT = make.AT


def register(actor: Actor, certificate: str, name: str = "Nhà in Tây Đô") -> PrintHouse:
    return actions.register_print_house(actor=actor, name=name, certificate=certificate.encode(), at=AT)


def test_a_certificate_stands_once_and_may_be_renamed(lanh: Actor, khai: Actor) -> None:
    _, certificate = make.key_and_certificate()
    first, again = register(lanh, certificate), register(lanh, certificate, "Nhà in Tây Đô 2")
    assert first.pk == again.pk
    assert PrintHouse.objects.get().name == "Nhà in Tây Đô 2"
    assert register(khai, certificate).pk != first.pk, "each establishment has a list of its own"
    assert [house.pk for house in queries.print_houses_of(lanh)] == [first.pk]


def test_what_is_no_usable_certificate_is_refused(lanh: Actor) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    private, _ = make.key_and_certificate()
    key = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    for data, code in (
        (key, "private"),
        ("chào", "certificate"),
        ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "certificate"),
        ("", "certificate"),
        (make.key_and_certificate(bits=1024)[1], "key"),
        (make.key_and_certificate(days=-1)[1], "not_valid"),
    ):
        with pytest.raises(RuleBroken) as refused:
            register(lanh, data)
        assert refused.value.code == code
    assert not PrintHouse.objects.exists()


def test_a_retired_house_gets_no_further_file(lanh: Actor, khai: Actor, organisations: Any) -> None:
    house = make.print_house(lanh)
    with pytest.raises((NotThere, NotAllowed)):
        actions.retire_print_house(actor=khai, house_id=house.pk, at=AT)
    actions.retire_print_house(actor=lanh, house_id=house.pk, at=AT)
    batch = make.batch(make.product(organisations.lanh), quantity=3)
    with pytest.raises(RuleBroken) as refused:
        make.print_file(batch, lanh, made=False, lock="certificate", house_id=house.pk)
    assert refused.value.code == "house"


def test_somebody_elses_house_cannot_be_chosen(lanh: Actor, khai: Actor, organisations: Any) -> None:
    theirs = make.print_house(khai)
    batch = make.batch(make.product(organisations.lanh), quantity=3)
    with pytest.raises(RuleBroken) as refused:
        make.print_file(batch, lanh, made=False, lock="certificate", house_id=theirs.pk)
    assert refused.value.code == "house"


def test_the_page_registers_and_keeps_what_was_typed(lanh_client: Client) -> None:
    address = reverse("print-houses")
    wrong = lanh_client.post(address, {"name": "Nhà in Tây Đô", "certificate": "không phải"})
    assert wrong.status_code == 422
    assert "không phải" in wrong.content.decode()
    _, certificate = make.key_and_certificate()
    assert lanh_client.post(address, {"name": "Nhà in Tây Đô", "certificate": certificate}).status_code in (302, 422)
