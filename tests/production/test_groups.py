"""Bà Lành keeps her lists: adds, changes, puts away, takes out again, finds, narrows, prints, takes along."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from tests.production.sheets.kit import exported
from txng.access import Actor
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.production import actions
from txng.production.models import Material, Partner, Site, Worker
from txng.trace.models import CapturedEvent

pytestmark = pytest.mark.django_db


def shown(client: Client, name: str, query: str = "") -> str:
    answer = client.get(reverse(name) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_worker_from_the_first_line_to_being_put_away(lanh_client: Client, organisations: Any) -> None:
    typed = {
        "name": "Trần Thị Bưởi",
        "phone": "0912 345 678",
        "birth_year": "1985",
        "job": "Đóng gói",
        "trained_on": "",
    }
    assert lanh_client.post(reverse("worker-new"), typed)["Location"] == reverse("worker-list")
    worker = Worker.objects.get()
    assert (worker.phone, worker.birth_year, worker.establishment) == ("0912345678", 1985, organisations.lanh)
    assert "Trần Thị Bưởi" in shown(lanh_client, "worker-list", "?q=BUOI+tran")
    assert "Trần Thị Bưởi" not in shown(lanh_client, "worker-list", "?q=cam")
    change = reverse("worker-change", args=[worker.pk])
    assert lanh_client.post(change, typed | {"birth_year": "1850"}).status_code == 422
    assert lanh_client.post(change, typed | {"phone": "", "birth_year": ""}).status_code == 302
    worker.refresh_from_db()
    assert (worker.phone, worker.birth_year) == ("", None)
    kept = Entry.objects.get(kind="production.worker:changed")
    assert kept.after == {"changed": ["birth_year", "phone"]} and kept.before is None, "the ledger keeps no telephone"
    lanh_client.post(reverse("worker-archive", args=[worker.pk]))
    assert ">Trần Thị Bưởi</a>" not in shown(lanh_client, "worker-list")
    assert ">Trần Thị Bưởi</a>" in shown(lanh_client, "worker-list", "?cat=1")
    assert "Đã cất" in shown(lanh_client, "worker-list", "?cat=tat-ca")
    assert "Lấy lại" in lanh_client.get(change).content.decode()
    assert lanh_client.post(change, typed).status_code == 422, "what is archived is restored first"
    lanh_client.post(reverse("worker-restore", args=[worker.pk]))
    assert "Trần Thị Bưởi" in shown(lanh_client, "worker-list")
    kinds = list(Entry.objects.filter(subject_type="production.worker").order_by("id").values_list("kind", flat=True))
    assert [kind.rpartition(":")[2] for kind in kinds] == ["added", "changed", "archived", "restored"]


def test_the_people_who_sign_in_stay_reachable_from_there(lanh_client: Client, people: Any) -> None:
    assert f'href="{reverse("person-list")}"' in shown(lanh_client, "worker-list")
    typed = {"name": "Trần Văn Tư", "membership": people["tu"].pk}
    lanh_client.post(reverse("worker-new"), typed)
    assert Worker.objects.get().membership == people["tu"]
    assert lanh_client.post(reverse("worker-new"), typed | {"membership": people["khai"].pk}).status_code == 422
    assert "Trần Văn Tư" in shown(lanh_client, "worker-list", "?dang-nhap=co")
    assert ">Trần Văn Tư</a>" not in shown(lanh_client, "worker-list", "?dang-nhap=khong")


def test_a_place_in_use_is_not_put_away_and_an_archived_one_is_offered_nowhere(
    lanh_client: Client, lanh: Actor, organisations: Any
) -> None:
    unit = make.unit()
    area = actions.add_site(actor=lanh, kind="area", name="Vùng 1", unit=unit, at=make.AT)
    plot = actions.add_site(actor=lanh, kind="plot", name="Vườn 1", unit=unit, at=make.AT, parent_id=area.pk)
    part = actions.add_site(actor=lanh, kind="area", name="Vùng 1a", unit=unit, at=make.AT, parent_id=area.pk)
    for wrong in (area.pk, part.pk):
        with pytest.raises(RuleBroken, match="nằm trong chính nó"):
            actions.change_site(
                actor=lanh, site_id=area.pk, kind="area", name="Vùng 1", unit=unit, parent_id=wrong, at=make.AT
            )
    with pytest.raises(RuleBroken, match="các nơi bên trong"):
        actions.archive_site(actor=lanh, site_id=area.pk, at=make.AT)
    product = make.product(organisations.lanh)
    lot = actions.open_lot(actor=lanh, product_id=product.pk, site_id=plot.pk, opened_on=make.TODAY, at=make.AT)
    with pytest.raises(RuleBroken, match="Còn lô đang sản xuất"):
        actions.archive_site(actor=lanh, site_id=plot.pk, at=make.AT)
    actions.cancel_lot(actor=lanh, lot_id=lot.pk, reason="Ghi nhầm", at=make.AT)
    actions.archive_site(actor=lanh, site_id=plot.pk, at=make.AT)
    assert "Vườn 1" not in shown(lanh_client, "lot-new") and "Vườn 1" not in shown(lanh_client, "site-list")
    with pytest.raises(NotThere):
        actions.open_lot(actor=lanh, product_id=product.pk, site_id=plot.pk, opened_on=make.TODAY, at=make.AT)
    twin = actions.add_site(actor=lanh, kind="plot", name="Vườn 1", unit=unit, at=make.AT)
    with pytest.raises(RuleBroken, match="tên này"):
        actions.restore_site(actor=lanh, site_id=plot.pk, at=make.AT)
    actions.archive_site(actor=lanh, site_id=twin.pk, at=make.AT)
    assert actions.restore_site(actor=lanh, site_id=plot.pk, at=make.AT).archived_at is None


def test_a_place_a_partner_and_a_material_are_changed_on_their_pages(
    lanh_client: Client, lanh: Actor, organisations: Any
) -> None:
    site = make.site(organisations.lanh)
    typed = {
        "kind": "pond",
        "name": "Ao số 3",
        "unit": make.unit().code,
        "address": "Ấp 1",
        "area": "1,5",
        "area_unit": "m2",
    }
    assert lanh_client.post(reverse("site-change", args=[site.pk]), typed).status_code == 302
    site.refresh_from_db()
    assert (site.kind, site.name, str(site.area_m2)) == ("pond", "Ao số 3", "1.50")
    partner = make.partner(organisations.lanh)
    typed = {"name": "Chợ Mới", "kind": "both", "code": "007", "gln": "8938505974002"}
    assert (
        lanh_client.post(reverse("partner-change", args=[partner.pk]), typed | {"gln": "8938505974003"}).status_code
        == 422
    )
    answer = lanh_client.post(reverse("partner-change", args=[partner.pk]), typed)
    assert answer.status_code == 302, answer.content.decode()
    material = actions.add_material(actor=lanh, kind="fertiliser", name="Vôi", unit="kg", at=make.AT)
    change = reverse("material-change", args=[material.pk])
    typed = {"name": "Vôi bột", "kind": "fertiliser", "unit": "kg", "phi_days": "3"}
    assert lanh_client.post(change, typed).status_code == 302
    banned = lanh_client.post(change, typed | {"kind": "pesticide", "active_ingredient": "Paraquat"})
    assert banned.status_code == 422 and "bị cấm" in banned.content.decode()
    material.refresh_from_db()
    assert (material.name, material.phi_days, material.plain_name) == ("Vôi bột", 3, "voi bot")
    for thing, row in (("partner", partner), ("material", material)):
        lanh_client.post(reverse(f"{thing}-archive", args=[row.pk]))
        assert f">{row.name}</a>" not in shown(lanh_client, f"{thing}-list")
    assert (
        Partner.objects.filter(archived_at__isnull=False).count() == Material.objects.exclude(archived_at=None).count()
    )


def test_a_lot_that_began_elsewhere_is_told_anew_and_the_first_telling_declared_wrong(
    lanh: Actor, organisations: Any
) -> None:
    product, one, two = (
        make.product(organisations.lanh),
        make.site(organisations.lanh),
        make.site(organisations.lanh, "Vườn 2"),
    )
    lot = actions.open_lot(actor=lanh, product_id=product.pk, site_id=one.pk, opened_on=make.TODAY, at=make.AT)
    for site in (two, one):
        actions.change_lot(actor=lanh, lot_id=lot.pk, site_id=site.pk, opened_on=make.TODAY, at=make.AT)
    told = CapturedEvent.objects.filter(body__bizStep="commissioning")
    assert told.filter(declared_at=None).count() == 3 and told.exclude(declared_at=None).count() == 2
    make.diary(lot, "sow", make.TODAY)
    lot.harvested_on = make.TODAY
    lot.save()
    with pytest.raises(RuleBroken, match="đã thu hoạch"):
        actions.change_lot(actor=lanh, lot_id=lot.pk, site_id=two.pk, opened_on=make.TODAY, at=make.AT)


def test_words_are_found_however_their_letters_and_tones_are_written(lanh_client: Client, organisations: Any) -> None:
    make.worker(organisations.lanh, "ĐƯỜNG THỊ Ý", household="Hộ Nguyễn Văn Đực")
    for typed in ("đường ý", "DUONG THI Y", "duc nguyen", "đƯờNg"):
        assert "ĐƯỜNG THỊ Ý" in shown(lanh_client, "worker-list", f"?q={typed}"), typed
    for typed in ("duong be", "%", "_", "'"):
        assert "ĐƯỜNG THỊ Ý" not in shown(lanh_client, "worker-list", f"?q={typed}"), typed


def test_the_file_and_the_paper_hold_exactly_the_list_on_the_screen(lanh_client: Client, organisations: Any) -> None:
    for n in range(30):
        make.worker(organisations.lanh, f"Người {n:02}", job="Tưới" if n % 3 else "Lái xe")
    query = "?q=lai+xe&xep=moi"
    names = [f"Người {n:02}" for n in range(27, -1, -3)]
    assert [row["name"] for row in exported(lanh_client, "nguoi-lam", query)] == names
    paper = shown(lanh_client, "worker-list", f"{query}&in=1")
    assert [name for name in names if name in paper] == names and "Người 01" not in paper
    assert "<nav" not in paper and ": lai xe</p>" in paper
    screen = shown(lanh_client, "worker-list", query)
    assert "danh-sach.xlsx?q=lai+xe&amp;xep=moi" in screen or "danh-sach.xlsx?q=lai%20xe&amp;xep=moi" in screen
    assert "Người 25" not in shown(lanh_client, "worker-list") and "Người 25" in shown(
        lanh_client, "worker-list", "?trang=2"
    )
    assert Site.objects.count() == 0
