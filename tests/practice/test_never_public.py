"""Every channel by which somebody could hear of what is only practised, and that it is silent (issue 6)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import models, transaction
from django.test import Client
from django.utils import translation

from tests import make
from tests.cast import run_jobs, sign_in
from tests.permissions import table as declared
from tests.permissions.world import worlds
from tests.sizes import WHOLE, share_of
from txng.access import Permission
from txng.access.models import PlacedModel
from txng.access.scopes import NOWHERE
from txng.accounts.acting import actor_of, people_who_may
from txng.catalogue.models import Product
from txng.ledger.models import Entry
from txng.notifications.models import Notice, OutboundMessage
from txng.production.models import DiaryEntry, Lot, Site
from txng.production.things import keys_of_lot
from txng.registry import actions
from txng.registry.models import Establishment
from txng.resolver import cards
from txng.resolver.models import Card, CodeState
from txng.stamps.models import CodeBatch, CodeRange, ScanTally
from txng.trace import addresses, directory
from txng.trace.models import CapturedEvent, EventIdentifier, MasterData

TABLE = declared.read()
OUTSIDERS = ("hanh", "dung", "nam", "mai", "khai")


@pytest.fixture(autouse=True)
def in_vietnamese() -> Iterator[None]:
    cache.clear()
    with translation.override("vi"):
        yield
    cache.clear()


@pytest.fixture
def practice(lanh: Any) -> Establishment:
    """With everything in it that can be made there, and every consequence done."""
    found = actions.open_practice(actor=lanh, at=make.AT)
    lot = Lot.objects.get(establishment=found)
    for activity, days in (("harvest", 3), ("pack", 2)):
        make.diary(lot, activity, done_on=make.TODAY - make.timedelta(days=days))
    Lot.objects.filter(pk=lot.pk).update(on_sale_since=make.AT, packed_on=make.TODAY)
    cards.rebuild_all()
    run_jobs()
    return found


@pytest.fixture
def marks(practice: Establishment) -> list[str]:
    """Words by which a page would give it away."""
    product = Product.objects.get(establishment=practice)
    sites = Site.objects.filter(establishment=practice).values_list("site_code", flat=True)
    return ["Tập thử –", "(tập thử)", "Thửa tập", "Đại lý vật tư mẫu", practice.slug, product.product_code, *sites]


def placed() -> list[type[models.Model]]:
    """Every table whose rows stand somewhere, whatever area it is of: a new one is among them by itself."""
    return [model for model in apps.get_models() if issubclass(model, PlacedModel)]


def of_practice(model: Any, practice: Establishment) -> Any:
    names = {field.name for field in model._meta.get_fields()}
    if model is Establishment:
        return model.objects.filter(pk=practice.pk)
    return model.objects.filter(establishment=practice) if "establishment" in names else model.objects.none()


def test_every_row_of_a_practice_stands_nowhere(practice: Establishment) -> None:
    checked = 0
    for model in placed():
        rows = of_practice(model, practice)
        assert not rows.exclude(unit_path=NOWHERE, managing_agency_id=None).exists(), model
        checked += rows.count()
    assert checked > 15


def test_no_verb_of_anybody_else_reaches_a_row_of_it(practice: Establishment, people: Any) -> None:
    there = [model for model in placed() if model is not Establishment and of_practice(model, practice).exists()]
    assert {Product, Lot, Site, DiaryEntry} <= set(there)
    for key in OUTSIDERS:
        # Many verbs share a reach: each reach is asked once.
        for reach in {grant.scope for grant in actor_of(people[key]).grants}:
            for model in there:
                assert not of_practice(model, practice).filter(reach.as_q()).exists(), (key, reach, model)
            standing = Establishment.objects.annotate(establishment_id=models.F("id")).filter(reach.as_q())
            assert not standing.filter(practice=True).exists(), (key, reach)


def test_nor_does_the_object_in_hand(practice: Establishment, people: Any) -> None:
    lot = Lot.objects.get(establishment=practice)
    for key in OUTSIDERS:
        actor = actor_of(people[key])
        assert not any(actor.may(permission, thing) for permission in Permission for thing in (lot, practice))


def test_a_scan_finds_nothing(practice: Establishment, guest_client: Client) -> None:
    product = Product.objects.get(establishment=practice)
    lot = Lot.objects.get(establishment=practice)
    site = Site.objects.filter(establishment=practice).first()
    assert site is not None

    for path in (f"/t/{product.product_code}", f"/t/{product.product_code}/{lot.number}", f"/t/{site.site_code}"):
        for asked in (path, f"{path}?linkType=all", path.upper()):
            assert guest_client.get(asked).status_code == 404, asked
    assert not Card.objects.filter(establishment_id=practice.pk).exists()
    assert not CodeState.objects.filter(establishment_id=practice.pk).exists()


def test_there_are_no_codes_and_no_scans_of_it(practice: Establishment) -> None:
    for model in (CodeBatch, CodeRange):
        assert not model._default_manager.filter(establishment=practice).exists()
    assert not ScanTally.objects.filter(establishment_id=practice.pk).exists()


def test_there_is_no_event_and_no_name_of_it_in_epcis(practice: Establishment, mai: Any) -> None:
    lot = Lot.objects.select_related("product").get(establishment=practice)
    site = Site.objects.filter(establishment=practice).first()
    assert site is not None
    keys = [
        *keys_of_lot(lot),
        addresses.place(gln="", site_code=site.site_code),
        addresses.party(gln="", slug=practice.slug),
    ]

    assert not CapturedEvent.objects.filter(establishment=practice).exists()
    assert not EventIdentifier.objects.filter(key__in=keys).exists()
    assert not MasterData.objects.filter(establishment=practice).exists()
    assert all(known.spelled for known in directory.names(mai, keys).values())


def test_nobody_is_told_anything(practice: Establishment) -> None:
    assert not Notice.objects.exists()
    assert not OutboundMessage.objects.exists()


def test_no_officer_is_named_as_the_one_who_decides(practice: Establishment, people: Any) -> None:
    lot = Lot.objects.get(establishment=practice)
    for permission in (Permission.CHANGE_DECIDE, Permission.RECALL_OPEN, Permission.PRODUCTION_READ):
        told = {user.login for user in people_who_may(permission, lot)}
        assert told <= {"lanh", "tu"}, permission


def test_it_stands_in_nobody_elses_history(practice: Establishment, people: Any) -> None:
    assert Entry.objects.filter(establishment_id=practice.pk).exists()
    for key in OUTSIDERS:
        reach = actor_of(people[key]).reach(Permission.HISTORY_READ)
        assert not Entry.objects.filter(reach, establishment_id=practice.pk).exists(), key


def test_a_merger_of_communes_leaves_it_where_it_is(practice: Establishment) -> None:
    from txng.registry.mergers import stand_with_establishments

    stand_with_establishments(Lot, Site, Product, DiaryEntry)
    assert set(Lot.objects.filter(establishment=practice).values_list("unit_path", flat=True)) == {NOWHERE}


@pytest.mark.any_server
def test_no_page_of_anybody_else_shows_a_word_of_it(
    practice: Establishment, marks: list[str], people: Any, organisations: Any
) -> None:
    """Every address there is, opened on somebody's own things: also lists, sheets and counts nobody thought of."""
    world = worlds(people, organisations)["own"]
    clients = {key: Client() for key in (*OUTSIDERS, "guest")}
    for key in OUTSIDERS:
        sign_in(clients[key], people[key].user)
    names = sorted(name for method, name in TABLE.rows if method == "GET")
    told, opened = [], 0
    for key, client in clients.items():
        # The operator reaches everything there is; of the others a day asks a share.
        for name in names if WHOLE or key == "mai" else share_of(names, 6, key):
            with transaction.atomic():
                answer = client.get(TABLE.address(name, deepcopy(world)))
                opened += answer.status_code == 200
                told += [(key, name, mark) for mark in marks if mark in text_of(answer)]
                transaction.set_rollback(True)  # the things of one address end with it
    assert told == []
    assert opened > 60


def test_the_crawl_would_notice(practice: Establishment, marks: list[str], people: Any) -> None:
    """Its control: who practises there does read those words."""
    client = Client()
    sign_in(client, people["lanh"].user)
    client.post("/quan-ly/tap-thu/")
    found = {
        mark
        for path in ("/quan-ly/lo-hang/", "/quan-ly/vung-trong/")
        for mark in marks
        if mark in text_of(client.get(path))
    }
    assert {"Tập thử –", "(tập thử)", "Thửa tập"} <= found


def text_of(answer: Any) -> str:
    """What a person reads, out of a workbook too."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            data = b"".join(book.read(name) for name in book.namelist())
    return data.decode("utf-8", "replace")
