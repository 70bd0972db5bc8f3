"""Who sees which dossier and which establishment, as lists and one by one; how many questions a page asks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from tests.cast import every_province
from txng.access import Actor, Permission
from txng.registry import queries
from txng.registry.models import Dossier, Establishment

pytestmark = pytest.mark.django_db


def names(rows: Any) -> set[str]:
    return {row.name for row in rows}


@pytest.fixture
def dossiers(organisations: Any) -> dict[str, Dossier]:
    """Tempting data all around the one that is cô Hạnh's."""
    elsewhere = make.unit("elsewhere")
    place = {"unit": elsewhere, "unit_path": elsewhere.unit_path}
    return {
        "ours": make.dossier(organisations.commune, name="Của xã"),
        "draft": make.dossier(organisations.commune, state="draft", name="Bản nháp"),
        "approved": make.dossier(organisations.commune, state="approved", name="Đã duyệt"),
        "forwarded": make.dossier(organisations.commune, state="forwarded", name="Đã chuyển"),
        "elsewhere": make.dossier(organisations.elsewhere, name="Xã khác", **place),
        "industry": make.dossier(organisations.industry, name="Công Thương", sector="industry_trade", **place),
        "of department here": make.dossier(organisations.agriculture, name="Sở quản lý, ở xã"),
    }


@every_province
def test_a_commune_reads_its_place_and_decides_what_it_manages(
    province: str, dossiers: dict[str, Dossier], hanh: Actor
) -> None:
    assert names(queries.dossiers_of(hanh)) == {"Của xã", "Đã duyệt", "Đã chuyển", "Sở quản lý, ở xã"}
    assert names(queries.dossiers_waiting(hanh)) == {"Của xã"}


@every_province
def test_a_department_reads_its_sector(province: str, dossiers: dict[str, Dossier], nam: Actor) -> None:
    assert names(queries.dossiers_of(nam)) == {"Công Thương"}
    assert names(queries.dossiers_waiting(nam)) == {"Công Thương"}


@every_province
def test_the_operator_reads_all_filed_ones_and_issues_accounts(
    province: str, dossiers: dict[str, Dossier], mai: Actor
) -> None:
    assert names(queries.dossiers_of(mai)) == names(dossiers.values()) - {"Bản nháp"}
    assert names(queries.dossiers_waiting(mai)) == set()
    assert names(queries.dossiers_for_an_account(mai)) == {"Đã chuyển"}


def test_establishments_and_guests_have_no_dossiers_of_others(
    dossiers: dict[str, Dossier], lanh: Actor, khai: Actor, guest: Actor
) -> None:
    for actor in (lanh, khai, guest):
        assert names(queries.dossiers_of(actor)) == set()


@every_province
def test_asking_about_one_and_listing_all_agree(
    province: str, dossiers: dict[str, Dossier], hanh: Actor, nam: Actor, mai: Actor
) -> None:
    for actor in (hanh, nam, mai):
        listed = names(queries.dossiers_of(actor))
        for dossier in dossiers.values():
            if dossier.number:
                assert (dossier.name in listed) == actor.may(Permission.DOSSIER_READ, dossier)


def test_establishments_stand_in_their_own_reach(
    organisations: Any, hanh: Actor, nam: Actor, mai: Actor, lanh: Actor
) -> None:
    make.establishment("Xưởng gốm", agency=organisations.industry, which="elsewhere", sector="industry_trade")
    assert names(queries.establishments_of(hanh)) == {"Hợp tác xã Trái cây Lành"}
    assert names(queries.establishments_of(nam)) == {"Xưởng gốm"}
    assert names(queries.establishments_of(lanh)) == {"Hợp tác xã Trái cây Lành"}
    assert names(queries.establishments_of(mai)) == {"Hợp tác xã Trái cây Lành", "Cơ sở Khải", "Xưởng gốm"}
    for actor in (hanh, nam, mai, lanh):
        listed = names(queries.establishments_of(actor))
        for establishment in Establishment.objects.all():
            assert (establishment.name in listed) == actor.may(Permission.ESTABLISHMENT_READ, establishment)


def test_the_tray_says_what_it_is_and_by_when(organisations: Any, hanh: Actor) -> None:
    dossier = make.dossier(organisations.commune, due_on=date(2026, 9, 22))
    (task,) = queries.tray(hanh)
    assert (task.kind, task.title, task.due_on) == ("Hồ sơ đăng ký", dossier.name, date(2026, 9, 22))
    assert task.address == reverse("dossier-review", args=[dossier.pk])


@pytest.mark.parametrize("words", ["nhon ai", "NHƠN ÁI", "hop tac xa nong nghiep", "0123456787"])
def test_a_dossier_is_found_without_accents(dossiers: Any, organisations: Any, hanh: Actor, words: str) -> None:
    wanted = make.dossier(organisations.commune)
    Dossier.objects.exclude(pk=wanted.pk).update(tax_code="")
    assert list(queries.found_dossiers(queries.dossiers_of(hanh), words)) == [wanted]


def test_a_dossier_is_found_by_its_number_however_much_of_it_is_typed(organisations: Any, hanh: Actor) -> None:
    wanted = make.dossier(organisations.commune, tax_code="")
    number = wanted.number or ""
    for typed in (number, number.lower(), number[-6:]):
        assert list(queries.found_dossiers(queries.dossiers_of(hanh), typed)) == [wanted]


@pytest.mark.parametrize("many", [1, 3])
def test_the_queue_asks_the_same_questions_for_one_and_for_three(
    organisations: Any, hanh_client: Client, django_assert_num_queries: Any, many: int
) -> None:
    for _n in range(many):
        make.dossier(organisations.commune, due_on=make.TODAY)
    with django_assert_num_queries(9):
        hanh_client.get(reverse("dossier-queue"))


@pytest.mark.parametrize("many", [1, 3])
def test_the_review_asks_the_same_questions_for_one_paper_and_for_three(
    organisations: Any, hanh_client: Client, django_assert_num_queries: Any, many: int
) -> None:
    from txng.registry.models import DossierPaper

    dossier = make.dossier(organisations.commune)
    for _n in range(many):
        DossierPaper.objects.create(dossier=dossier, paper="business-paper", file=make.picture(), added_at=make.AT)
    with django_assert_num_queries(16):
        hanh_client.get(reverse("dossier-review", args=[dossier.pk]))


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_of_establishments_asks_the_same_questions(
    organisations: Any, mai_client: Client, django_assert_num_queries: Any, many: int
) -> None:
    for _n in range(many):
        make.establishment(agency=organisations.commune)
    with django_assert_num_queries(8):
        mai_client.get(reverse("establishment-list"))
