"""“Tập thử”: bà Lành's people practise in an establishment of their own (issue 6, names.md 1)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tests import make
from txng.access import Permission
from txng.accounts.acting import actor_of
from txng.accounts.models import Account, Membership, User
from txng.accounts.practice import follow_people
from txng.catalogue.models import Product
from txng.kernel.errors import NotThere
from txng.ledger.models import Entry
from txng.production.models import DiaryEntry, Lot, Material, Site
from txng.registry import actions
from txng.registry.models import Establishment
from txng.registry.practice import practice_of
from txng.stamps.models import CodeBatch
from txng.trace.models import CapturedEvent

HOME, PAGE = "/quan-ly/", "/quan-ly/tap-thu/"


def opened(client: Client) -> Establishment:
    client.post(PAGE)
    return Establishment.objects.get(practice=True, practice_ended_at=None)


def test_one_press_opens_it_filled_and_one_is_in_it(lanh_client: Client, organisations: Any) -> None:
    answer = lanh_client.post(PAGE, follow=True)

    practice = practice_of(organisations.lanh.pk)
    assert practice is not None
    assert answer.redirect_chain[-1][0] == HOME
    page = answer.content.decode()
    assert "Tập thử: dữ liệu này không công khai" in page
    assert "Tập thử – Hợp tác xã Trái cây Lành" in page
    own = {"establishment": practice}
    assert Product.objects.filter(**own).get().is_published
    assert Lot.objects.filter(**own).count() == 1
    assert DiaryEntry.objects.filter(**own).count() == 2
    assert Material.objects.filter(**own).count() == 2
    assert Site.objects.filter(**own).count() == 2


def test_it_begins_with_ones_own_product_where_there_is_one(lanh_client: Client, organisations: Any) -> None:
    mine = make.product(organisations.lanh)

    practice = opened(lanh_client)

    product = Product.objects.get(establishment=practice)
    assert product.name == f"{mine.name} (tập thử)"
    assert product.image_id == mine.image_id
    assert product.gtin is None


def test_a_second_press_and_a_second_person_find_the_first_one(lanh_client: Client, organisations: Any) -> None:
    first = opened(lanh_client)
    lanh_client.post(PAGE)

    assert Establishment.objects.filter(practice=True).get() == first
    assert Entry.objects.filter(kind="registry.establishment:practice_opened").count() == 1


def test_there_is_one_an_establishment_even_if_two_press_at_once(lanh: Any, organisations: Any) -> None:
    practice = actions.open_practice(actor=lanh, at=make.AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.establishment(
            "Tập thử lần hai",
            agency=organisations.commune,
            practice=True,
            practice_of=practice.practice_of,
            unit_path="~tap-thu.",
            managing_agency_id=None,
        )


@pytest.mark.parametrize(
    "slip",
    [{"unit_path": "92.31299."}, {"managing_agency_id": 1}, {"gln": "8938505974002"}, {"tax_code": "1800000001"}],
)
def test_the_database_keeps_it_out_of_every_reach(lanh: Any, slip: dict[str, Any]) -> None:
    practice = actions.open_practice(actor=lanh, at=make.AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Establishment.objects.filter(pk=practice.pk).update(**slip)


def test_what_is_practised_never_becomes_real_nor_the_other_way_round(lanh: Any, organisations: Any) -> None:
    practice = actions.open_practice(actor=lanh, at=make.AT)
    for which, to in ((practice, False), (organisations.lanh, True)):
        with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
            Establishment.objects.filter(pk=which.pk).update(practice=to)


def test_everybody_of_the_establishment_practises_with_their_own_rights(
    lanh_client: Client, tu_client: Client, people: Any
) -> None:
    practice = opened(lanh_client)

    tu_client.post("/chuyen/", {"account": Account.objects.get(establishment=practice).pk})
    assert "Tập thử: dữ liệu này không công khai" in tu_client.get("/nhat-ky/").content.decode()
    assert tu_client.get("/quan-ly/lo-hang/moi/").status_code == 404  # a worker there as here
    assert tu_client.get(PAGE).status_code == 404


def test_who_joins_later_practises_too(lanh_client: Client, people: Any) -> None:
    practice = opened(lanh_client)
    account = people["lanh"].account
    user = User.objects.create(login="moi", name="Người Mới", kind="establishment")
    Membership.objects.create(account=account, user=user, role="recorder", since=make.AT)
    entry = Entry(subject_id=str(account.pk), at=make.AT)
    follow_people(entry)
    follow_people(entry)

    assert Membership.objects.filter(account__establishment=practice, user=user).count() == 1


def test_a_locked_account_locks_its_practice(lanh_client: Client, people: Any) -> None:
    opened(lanh_client)
    Account.objects.filter(pk=people["lanh"].account_id).update(state="locked", lock_ground="QĐ 12/2026")

    answer = lanh_client.get(HOME)
    assert answer.status_code == 403
    assert "QĐ 12/2026" in answer.content.decode()


def test_who_leaves_the_establishment_leaves_its_practice(lanh_client: Client, tu_client: Client, people: Any) -> None:
    opened(lanh_client)
    Membership.objects.filter(pk=people["tu"].pk).update(ended_at=make.AT)

    assert tu_client.get("/nhat-ky/").status_code == 403


def test_beginning_anew_puts_the_old_one_away_and_deletes_nothing(lanh_client: Client, people: Any) -> None:
    old = opened(lanh_client)
    entries, lines = DiaryEntry.objects.count(), Entry.objects.count()

    lanh_client.post(f"{PAGE}lam-lai/", {"practice": old.pk})
    lanh_client.post(f"{PAGE}lam-lai/", {"practice": old.pk})  # pressed twice

    fresh = practice_of(people["lanh"].account.establishment_id)
    assert fresh is not None and fresh != old
    assert Establishment.objects.filter(practice=True).count() == 2
    assert DiaryEntry.objects.filter(establishment=old).count() == entries
    assert Entry.objects.count() > lines
    page = lanh_client.get("/chuyen/").content.decode()
    assert page.count("Tập thử – Hợp tác xã") >= 1
    assert f'value="{Account.objects.get(establishment=old).pk}"' not in page


def test_back_to_the_real_work(lanh_client: Client) -> None:
    opened(lanh_client)
    page = lanh_client.post(f"{PAGE}ket-thuc/", follow=True).content.decode()

    assert "Tập thử: dữ liệu này không công khai" not in page


def test_nothing_that_somebody_else_would_answer_can_be_practised(lanh_client: Client, people: Any) -> None:
    practice = opened(lanh_client)
    seat = Membership.objects.get(account__establishment=practice, user=people["lanh"].user)
    actor = actor_of(seat)

    assert actor.practice
    for verb in (
        Permission.BATCH_REQUEST,
        Permission.CODES_ACTIVATE,
        Permission.PRODUCT_PROPOSE,
        Permission.ESTABLISHMENT_PROPOSE,
        Permission.CERTIFICATE_PROPOSE,
        Permission.COMPLAINT_FILE,
        Permission.DOSSIER_SUBMIT,
        Permission.RECALL_OPEN,
        Permission.CLIENT_MANAGE,
        Permission.TRACE_CAPTURE,
        Permission.TRACE_SHARE,
        Permission.MEMBER_MANAGE,
    ):
        assert not actor.holds(verb), verb
    with pytest.raises(NotThere):
        actor.require_verb(Permission.COMPLAINT_FILE)


def test_in_practice_there_are_trial_stamps_and_the_database_takes_no_codes(lanh_client: Client) -> None:
    practice = opened(lanh_client)
    page = lanh_client.get("/quan-ly/tem/").content.decode()
    assert "Tem thử" in page
    assert lanh_client.get("/quan-ly/tem/lenh-in/moi/").status_code == 404
    sheet = lanh_client.get("/quan-ly/tem/tem-thu.pdf")
    assert sheet.content.startswith(b"%PDF")

    product = Product.objects.get(establishment=practice)
    with pytest.raises(NotThere):  # not even the platform itself reaches it
        make.batch(product)
    batch = CodeBatch(establishment=practice, product=product, key_version=1, tweak=0, first=0, quantity=5)
    batch.number, batch.created_at = "LM-1", make.AT
    batch.stand_with(product)
    with pytest.raises(IntegrityError, match="practice_has_no_codes"), transaction.atomic():
        batch.save()
    assert not CodeBatch.objects.exists()


def test_trial_stamps_are_for_practice_alone(lanh_client: Client, organisations: Any) -> None:
    make.lot(make.product(organisations.lanh))
    assert lanh_client.get("/quan-ly/tem/tem-thu.pdf").status_code == 404


def test_what_is_practised_is_no_event_of_goods(lanh_client: Client) -> None:
    practice = opened(lanh_client)
    lot = Lot.objects.get(establishment=practice)
    lanh_client.post(
        "/nhat-ky/ghi/",
        {"lo": lot.pk, "viec": "harvest", "quantity": "100", "quantity_unit": "kg"},
    )
    assert not CapturedEvent.objects.filter(establishment=practice).exists()
