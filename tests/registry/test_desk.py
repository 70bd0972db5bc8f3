"""The officer's desk beside the single decision: many at once where it is safe, the list as a workbook, who is away,
who manages."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from tests.cast import every_province, run_jobs
from txng.access import Actor
from txng.accounts.acting import actor_of, memberships
from txng.accounts.models import Absence, Account
from txng.catalogue.models import Product, ProductChange
from txng.kernel.clock import now, today
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.production.models import Lot
from txng.registry import actions, queries
from txng.registry.models import Dossier, ManagingAssignment
from txng.review.sheets import workbook

pytestmark = pytest.mark.django_db


def cells(data: bytes) -> list[list[str]]:
    """What a spreadsheet programme would show."""
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    root = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml"))
    assert not root.findall(".//m:f", space), "a formula"
    assert {cell.get("t") for cell in root.findall(".//m:c", space)} <= {"inlineStr"}
    return [[cell.findtext(".//m:t", "", space) for cell in row] for row in root.findall(".//m:row", space)]


# --- many at once -----------------------------------------------------------------------------------------------


def test_many_are_received_each_with_its_own_line(organisations: Any, hanh_client: Client) -> None:
    mine = [make.dossier(organisations.commune, tax_code="") for _ in range(3)]
    foreign = make.dossier(organisations.elsewhere)
    page = hanh_client.get(reverse("dossier-queue")).content.decode()
    assert len(re.findall(r'name="dossier" value="\d+"', page)) == 3
    sent = {"dossier": [mine[0].pk, mine[1].pk, foreign.pk, "x", "9" * 30]}
    page = hanh_client.post(reverse("dossier-receive-many"), sent, follow=True).content.decode()
    assert "Đã tiếp nhận 2 hồ sơ" in page
    assert [Dossier.objects.get(pk=d.pk).state for d in (*mine, foreign)] == [
        *("received", "received", "submitted", "submitted"),
    ]
    assert Entry.objects.filter(kind="registry.dossier:received").count() == 2
    assert "Chọn ít nhất một hồ sơ" in hanh_client.post(reverse("dossier-receive-many"), follow=True).content.decode()


@pytest.mark.parametrize("province", ["cao-bang"], indirect=True)
def test_only_requests_in_which_nobody_can_be_misled_are_approved_together(
    organisations: Any, hanh_client: Client
) -> None:
    def change(title: str, published: bool = True, **fields: Any) -> ProductChange:
        return make.change(make.product(organisations.lanh, title, published=published), **fields)

    safe = [change("Một", pack="Hộp 2 kg"), change("Hai", description="Giao trong ngày.")]
    unsafe = [
        change("Ba", name="Tên khác"),
        change("Bốn", description="Chữa bệnh tiểu đường."),
        change("Năm", published=False, description="Mới"),
        change("Sáu", standards="VietGAP"),
    ]
    page = hanh_client.get(reverse("change-queue")).content.decode()
    assert set(re.findall(r'name="change" value="(\d+)"', page)) == {str(one.pk) for one in safe}
    sent = {"change": [one.pk for one in (*safe, *unsafe)]}
    page = hanh_client.post(reverse("product-change-approve-many"), sent, follow=True).content.decode()
    assert "Đã phê duyệt 2 yêu cầu" in page and "4 yêu cầu phải xem riêng từng cái" in page
    states = [ProductChange.objects.get(pk=one.pk).state for one in (*safe, *unsafe)]
    assert states == ["approved"] * 2 + ["waiting"] * 4
    assert page.count("Hoàn tác (còn 10 phút)") == 2, "each can be taken back"


def test_where_a_first_check_is_due_nothing_is_approved_together(organisations: Any, hanh_client: Client) -> None:
    change = make.change(make.product(organisations.lanh), pack="Hộp 2 kg")
    assert 'name="change"' not in hanh_client.get(reverse("change-queue")).content.decode()
    hanh_client.post(reverse("product-change-approve-many"), {"change": [change.pk]})
    assert ProductChange.objects.get(pk=change.pk).state == "waiting"


def test_nothing_sends_back_or_rejects_many() -> None:
    from tests.permissions.table import all_url_names

    assert {name for name in all_url_names() if name.endswith("-many")} == {
        "codes-activate-many",
        "dossier-receive-many",
        "product-change-approve-many",
    }


# --- the list as a workbook -------------------------------------------------------------------------------------


def test_the_workbook_holds_exactly_the_list_on_the_screen(organisations: Any, hanh_client: Client) -> None:
    make.dossier(organisations.commune, name="=HYPERLINK(1)", phone="+84912345678")
    make.dossier(organisations.commune, name="Trà An Nhiên")
    make.dossier(organisations.commune, name="Trà đã từ chối", state="rejected")
    make.dossier(organisations.elsewhere, name="Trà nơi khác")
    page = hanh_client.get(reverse("dossier-queue"), {"tim": "tra"})
    assert page.context["sheet"].endswith("?tim=tra")
    answer = hanh_client.get(page.context["sheet"])
    assert [row[1] for row in cells(answer.content)[1:]] == ["Trà An Nhiên"]
    assert answer["X-Content-Type-Options"] == "nosniff" and "attachment" in answer["Content-Disposition"]
    every = cells(hanh_client.get(reverse("dossier-queue-sheet")).content)
    shown = [
        task.title for group in hanh_client.get(reverse("dossier-queue")).context["groups"] for task in group.tasks
    ]
    assert [row[1].lstrip("'") for row in every[1:]] == shown
    assert every[1][1] == "'=HYPERLINK(1)" and every[1][4] == "'+84912345678"
    assert every[0][0] == "Số hồ sơ"


def test_my_work_as_a_workbook_names_the_groups(organisations: Any, hanh_client: Client) -> None:
    make.dossier(organisations.commune)
    Dossier.objects.update(due_on=today() - timedelta(days=3))
    rows = cells(hanh_client.get(reverse("my-work-sheet")).content)
    assert [row[0] for row in rows[1:]] == ["Quá hạn"]


@pytest.mark.parametrize(
    "typed", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "<c t='n'><f>1</f></c>", "a\x00b\x1fc\ufffe"]
)
def test_nothing_typed_by_a_stranger_is_ever_a_formula_or_breaks_the_file(typed: str) -> None:
    ((head,), (cell,)) = cells(workbook("=Tên: [1]/?*", ["=h"], [[typed]]))
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")) and head == "'=h"


# --- away -------------------------------------------------------------------------------------------------------


def test_a_colleague_stands_in_and_everybody_of_the_agency_sees_both_names(
    people: Any, hanh_client: Client, dung_client: Client, nam_client: Client
) -> None:
    day = today()
    box = {"stand_in": people["dung"].pk, "first": f"{day:%d/%m/%Y}", "last": f"{day + timedelta(days=2):%d/%m/%Y}"}
    for _ in range(2):  # sent twice, written once
        assert hanh_client.post(reverse("absences"), box).status_code == 302
    assert Absence.objects.count() == 1
    said = "Nguyễn Thị Hạnh vắng từ"
    for client, sees in ((hanh_client, True), (dung_client, True), (nam_client, False)):
        page = client.get(reverse("my-work")).content.decode()
        assert (said in page and "Phạm Tiến Dũng làm thay" in page) == sees
    assert Entry.objects.get(kind="accounts.absence:named").after["stand_in"] == "Phạm Tiến Dũng"
    absence = Absence.objects.get()
    assert dung_client.post(reverse("absence-end", args=[absence.pk])).status_code == 404
    assert hanh_client.post(reverse("absence-end", args=[absence.pk])).status_code == 302
    assert said not in dung_client.get(reverse("my-work")).content.decode()


def test_what_cannot_be_arranged_is_said(people: Any, hanh: Actor, dung: Actor, lanh: Actor, at: Any) -> None:
    from txng.accounts.actions import name_stand_in

    day = today()
    given: dict[str, Any] = {"first": day, "last": day, "at": now()}
    for actor, stand_in, changed, refused in (
        (hanh, "nam", {}, "Chọn một đồng nghiệp"),
        (hanh, "hanh", {}, "Chọn một đồng nghiệp"),
        (hanh, "dung", {"last": day - timedelta(days=1)}, "không thể trước ngày đầu|trước"),
    ):
        with pytest.raises(RuleBroken, match=refused):
            name_stand_in(actor=actor, stand_in_id=people[stand_in].pk, **{**given, **changed})
    name_stand_in(actor=hanh, stand_in_id=people["dung"].pk, **given)
    with pytest.raises(RuleBroken, match="cũng vắng"):
        name_stand_in(actor=dung, stand_in_id=people["hanh"].pk, **given)
    with pytest.raises(RuleBroken, match="đã có người làm thay"):
        name_stand_in(actor=hanh, stand_in_id=people["dung"].pk, **{**given, "last": day + timedelta(days=1)})
    with pytest.raises(NotThere):
        name_stand_in(actor=lanh, stand_in_id=people["tu"].pk, **given)


# --- who manages ------------------------------------------------------------------------------------------------


@every_province
def test_the_suggestion_goes_by_goods_kind_and_place(organisations: Any, hanh: Actor, province: str) -> None:
    suggested = {
        (sector, kind): queries.managing_choices(
            make.establishment(agency=organisations.commune, sector=sector, kind=kind), today()
        )[0]
        for sector, kind in (
            ("agriculture", "household"),
            ("agriculture", "cooperative"),
            ("industry_trade", "enterprise"),
        )
    }
    assert [choice.agency for choice in suggested.values()] == [
        organisations.commune,
        organisations.agriculture,
        organisations.industry,
    ]
    assert all(choice.reason for choice in suggested.values())


@every_province
def test_from_one_moment_to_the_next_another_agency_decides_about_everything(
    organisations: Any, people: Any, hanh: Actor, nam: Actor, mai: Actor, at: Any
) -> None:
    product = make.product(organisations.lanh)
    lot, change = make.lot(product), make.change(product)
    given: dict[str, Any] = {"establishment_id": organisations.lanh.pk, "at": at}
    with pytest.raises(NotAllowed):
        actions.assign_managing_agency(actor=hanh, agency_id=organisations.industry.pk, reason="x", **given)
    with pytest.raises(RuleBroken, match="Ghi lý do"):
        actions.assign_managing_agency(actor=mai, agency_id=organisations.industry.pk, reason=" ", **given)
    with pytest.raises(RuleBroken, match="đang là cơ quan chủ quản"):
        actions.assign_managing_agency(actor=mai, agency_id=organisations.commune.pk, reason="x", **given)
    actions.assign_managing_agency(
        actor=mai,
        agency_id=organisations.industry.pk,
        reason="Chỉ còn kinh doanh",
        ground="CV 34/SKHCN",
        **given,
    )
    run_jobs()
    for model, pk in ((Product, product.pk), (Lot, lot.pk), (ProductChange, change.pk)):
        assert model.objects.get(pk=pk).managing_agency_id == organisations.industry.pk, model
    assert Account.objects.get(establishment=organisations.lanh).managing_agency_id == organisations.industry.pk
    from txng.catalogue.actions import return_change

    after = {key: actor_of(memberships().get(pk=people[key].pk)) for key in ("hanh", "nam")}
    with pytest.raises(NotAllowed):
        return_change(actor=after["hanh"], change_id=change.pk, at=at, reasons=["photo"])
    return_change(actor=after["nam"], change_id=change.pk, at=at, reasons=["photo"])
    old, new = ManagingAssignment.objects.filter(establishment=organisations.lanh).order_by("id")
    assert (old.agency, old.valid_to, new.agency, new.valid_to) == (
        *(organisations.commune, old.valid_to, organisations.industry, None),
    )
    assert old.valid_to == new.valid_from and new.reason == "Chỉ còn kinh doanh (CV 34/SKHCN)"
    line = Entry.objects.get(kind="registry.establishment:reassigned")
    assert (line.reason, line.ground) == ("Chỉ còn kinh doanh", "CV 34/SKHCN")


def test_the_operator_changes_it_on_a_page_that_shows_the_history(
    organisations: Any, mai_client: Client, hanh_client: Client
) -> None:
    address = reverse("establishment-assign", args=[organisations.lanh.pk])
    page = mai_client.get(address).content.decode()
    assert "Gợi ý: Sở Nông nghiệp và Môi trường" in page and "Điều 44" in page
    assert mai_client.post(address, {"agency": "", "reason": "Vì sản lượng lớn nhất là gạo"}).status_code == 422
    sent = {"agency": organisations.agriculture.pk, "reason": "Sản lượng lớn nhất là gạo", "ground": ""}
    page = mai_client.post(address, sent, follow=True).content.decode()
    assert "Sản lượng lớn nhất là gạo" in page and "Cơ sở trên địa bàn" in page
    assert "co-quan-chu-quan" in page
    assert (
        "co-quan-chu-quan"
        not in hanh_client.get(reverse("establishment-detail", args=[organisations.lanh.pk])).content.decode()
    )
