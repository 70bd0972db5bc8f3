"""What is wrong with a file or a row is said once with how it is mended; nothing hostile comes through, nobody's right
grows by Excel."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests import make
from tests.kernel import hostile
from tests.production.sheets.kit import (
    book,
    entered,
    exported,
    figures,
    page,
    previewed,
    rows_in,
    send,
    undone,
    wrong,
)
from tests.registry.imports.files import rewritten
from txng.access import Actor
from txng.accounts.acting import actor_of
from txng.accounts.models import Membership
from txng.ledger.models import Entry
from txng.production import actions, tasks
from txng.production.models import SheetRun, Worker
from txng.production.sheet_rights import RIGHTS
from txng.production.sheets import SHEETS
from txng.registry.imports import workbook

pytestmark = pytest.mark.django_db
MINE = "nguoi-lam"


def worker(name: str = "Trần Văn Tám", **cells: str) -> dict[str, str]:
    return {"name": name, **cells}


def test_a_template_of_another_list_is_stopped_with_one_sentence(lanh_client: Client, lanh: Actor) -> None:
    answer = send(lanh_client, "vung-trong", book(lanh, "san-pham", [{"name": "Sầu riêng"}]))
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Đây là mẫu “Sản phẩm” nhưng bạn đang nhập “Vùng trồng, thửa đất”." in said
    assert SheetRun.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (lambda actor: b"PK\x03\x04 not a package", "không đọc được"),
        (lambda actor: hostile.plain_pdf(), "không đọc được"),
        (lambda actor: b"", "trống"),
        (lambda actor: book(actor, MINE, []), "chưa có dòng nào"),
        (lambda actor: rewritten(book(actor, MINE, [worker()]), _other_version), "mẫu cũ"),
        (lambda actor: rewritten(book(actor, MINE, [worker()]), _without_numbers), "mẫu cũ"),
        (lambda actor: book(actor, MINE, [worker(f"Người {n}") for n in range(5_001)]), "5.000"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_ours_is_refused(
    data: Callable[[Actor], bytes], sentence: str, lanh_client: Client, lanh: Actor
) -> None:
    answer = send(lanh_client, MINE, data(lanh))
    assert answer.status_code == 422, answer.status_code
    assert SheetRun.objects.count() == 0 and 'class="tx-error' in answer.content.decode()


def _other_version(name: str, body: bytes) -> bytes:
    version = SHEETS[MINE].form().version.encode()
    return body.replace(version, b"0" * 16) if name.endswith("sharedStrings.xml") else body


def _without_numbers(name: str, body: bytes) -> bytes:
    return body.replace(b">_id<", b">x_id<") if name.endswith("sharedStrings.xml") else body


def test_every_mistake_stands_once_with_its_rows(lanh_client: Client, lanh: Actor) -> None:
    rows = [
        worker("", phone="0912345678"),
        worker("Nguyеn Văn An"),  # a Cyrillic е
        worker("Lê Văn Hai", phone="12345"),
        worker("Lê Văn Ba", phone="0123"),
        worker("Lê Văn Tư", birth_year="hai mươi"),
        worker("Lê Văn Năm", birth_year="1850"),
        worker("Lê Văn Sáu", trained_on="31/02/2026"),
        worker("Lê Văn Bảy", trained_on="01/01/2099"),
        worker("=1+1"),
        worker("Võ Thị Hoa", phone="912345678"),
        worker("Võ Thị Hoa", phone="0912345678"),
    ]
    run = previewed(lanh_client, lanh, MINE, rows)
    assert figures(run) == (1, 0, 0, 10), wrong(run)
    shown = page(lanh_client, run)
    for sentence in (
        "Thiếu: Họ và tên", "có chữ cái chỉ trông giống chữ Việt", "không có 10 chữ số bắt đầu bằng 0",
        "Năm sinh không phải số nguyên hợp lệ", "Kiểm tra lại năm sinh.", "không phải ngày có thật",
        "là ngày chưa tới", "là công thức",
    ):  # fmt: skip
        assert shown.count(sentence) == 1, sentence
    assert "Chỉ nhập dòng đúng" in shown and "Chờ sửa hết rồi nhập" in shown
    file = lanh_client.get(reverse("sheet-refused-rows", args=[run.pk]))
    with CalamineWorkbook.from_filelike(io.BytesIO(file.content)) as found:
        lines = found.get_sheet_by_index(0).to_python()
    assert lines[0][-1] == "Lỗi cần sửa" and len(lines) == run.wrong + 1
    assert "Điền vào ô" in str(lines[1][-1])


def test_the_zero_that_excel_took_away_is_put_back(lanh_client: Client, lanh: Actor) -> None:
    entered(lanh_client, previewed(lanh_client, lanh, MINE, [worker(phone="912345678")]))
    assert Worker.objects.get().phone == "0912345678"


def test_somebody_elses_record_is_not_found_like_one_that_never_was(
    lanh_client: Client, lanh: Actor, khai: Actor, organisations: Any
) -> None:
    his = make.worker(organisations.khai, "Người của Khải")
    made = [worker("Tên mới", _id=number) for number in (str(his.pk), "2000000011", "-1", "1e3", "9" * 30)]
    run = previewed(lanh_client, lanh, MINE, made)
    assert [problem[:2] for problem in wrong(run)] == [["_id", "not_found"]] * 5
    assert "Không tìm thấy mục của dòng này" in page(lanh_client, run)
    his.refresh_from_db()
    assert his.name == "Người của Khải"
    place = make.site(organisations.khai, "Vườn của Khải")
    there = {"name": "Vườn mới", "kind": "Thửa", "unit_id": make.unit().name, "parent_id": place.name}
    run = previewed(lanh_client, lanh, "vung-trong", [there, there | {"parent_id": place.site_code}])
    assert {problem[1] for problem in wrong(run) if problem[0] == "parent_id"} == {"unknown"}


def test_the_same_record_twice_is_entered_neither_once_nor_twice(lanh_client: Client, lanh: Actor) -> None:
    made = actions.add_worker(actor=lanh, name="Trần Văn Tám", at=make.AT)
    rows = [worker("Trần Văn Chín", _id=str(made.pk)), worker("Trần Văn Mười", _id=str(made.pk))]
    run = previewed(lanh_client, lanh, MINE, rows)
    assert figures(run) == (0, 1, 0, 1) and wrong(run) == [["_id", "twice_record", ""]]


def test_rights_hold_for_every_row(lanh_client: Client, tu_client: Client, lanh: Actor, people: Any) -> None:
    by_hand = {slug for slug in SHEETS if actor_of(people["tu"]).holds(RIGHTS[slug])}
    assert by_hand == {"vat-tu-cho-lo"}, "a worker writes the diary and nothing else"
    for slug in SHEETS:
        answer = tu_client.get(reverse("sheet-import", args=[slug]))
        assert answer.status_code == (200 if slug in by_hand else 404)
    assert {slug: sheet.edit for slug, sheet in SHEETS.items()} == RIGHTS
    run = previewed(lanh_client, lanh, MINE, [worker("Một"), worker("Hai")])
    assert tu_client.post(reverse("sheet-confirm", args=[run.pk])).status_code == 404
    lanh_client.post(reverse("sheet-confirm", args=[run.pk]))
    Membership.objects.filter(pk=people["lanh"].pk).update(ended_at=make.AT)
    tasks.enter_sheet.func(run.pk)
    run.refresh_from_db()
    assert (run.state, run.entered, Worker.objects.count()) == ("done", 0, 0)
    assert set(run.rows.values_list("state", flat=True)) == {"refused"}


def test_pressed_twice_and_run_twice_nothing_is_entered_twice(lanh_client: Client, lanh: Actor) -> None:
    run = entered(lanh_client, previewed(lanh_client, lanh, MINE, [worker("Một"), worker("Hai")]))
    assert lanh_client.post(reverse("sheet-confirm", args=[run.pk])).status_code == 302
    tasks.enter_sheet.func(run.pk)
    assert Worker.objects.count() == 2
    assert Entry.objects.filter(kind="production.worker:added").count() == 2
    key = "0b9d1c1e-7a55-4c36-9c0a-3b8f5f6f1a11"
    first = send(lanh_client, MINE, book(lanh, MINE, [worker("Ba")]), client_id=key)
    assert send(lanh_client, MINE, book(lanh, MINE, [worker("Ba")]), client_id=key)["Location"] == first["Location"]


def test_what_was_used_or_changed_since_is_not_taken_back(lanh_client: Client, lanh: Actor, organisations: Any) -> None:
    rows = [{"name": name, "kind": "Khách hàng"} for name in ("Chợ Một", "Chợ Hai", "Chợ Ba")]
    run = entered(lanh_client, previewed(lanh_client, lanh, "doi-tac", rows))
    assert run.entered == 3, list(run.rows.values_list("because"))
    one, two, _three = organisations.lanh.partners.order_by("id")
    lot = make.lot(make.product(organisations.lanh), complete=True)
    actions.record_shipment(
        actor=lanh,
        lot_id=lot.pk,
        quantity=Decimal(1),
        quantity_unit="kg",
        shipped_on=make.TODAY,
        partner_id=one.pk,
        at=make.AT,
    )
    actions.change_partner(actor=lanh, partner_id=two.pk, kind="both", name="Chợ Hai", at=make.AT)
    run = undone(lanh_client, run)
    states = dict(run.rows.values_list("number", "state"))
    assert states == {2: "kept", 3: "kept", 4: "undone"}
    shown = page(lanh_client, run)
    assert "Đã có hàng nhận từ hoặc giao cho đối tác này." in shown and "Mục này đã được sửa sau đó." in shown
    assert [p.name for p in organisations.lanh.partners.filter(archived_at=None).order_by("id")] == [
        "Chợ Một",
        "Chợ Hai",
    ]


def test_after_a_day_an_import_stays(lanh_client: Client, lanh: Actor) -> None:
    run = entered(lanh_client, previewed(lanh_client, lanh, MINE, [worker()]))
    SheetRun.objects.filter(pk=run.pk).update(finished_at=run.finished_at - timedelta(hours=25))
    lanh_client.post(reverse("sheet-undo", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == "done" and Worker.objects.get().archived_at is None


def test_what_somebody_changed_after_the_preview_is_not_written_over(lanh_client: Client, lanh: Actor) -> None:
    made = actions.add_worker(actor=lanh, name="Trần Văn Tám", at=make.AT, job="Tưới")
    rows = exported(lanh_client, MINE)
    rows[0]["job"] = "Đóng gói"
    run = previewed(lanh_client, lanh, MINE, rows)
    actions.change_worker(actor=lanh, worker_id=made.pk, name=made.name, job="Lái xe", at=make.AT)
    run = entered(lanh_client, run)
    made.refresh_from_db()
    assert (run.entered, made.job) == (0, "Lái xe")
    assert "đã được người khác sửa sau khi xem trước" in page(lanh_client, run)


def test_two_lots_without_a_number_each_get_one(lanh_client: Client, lanh: Actor, organisations: Any) -> None:
    product, site = make.product(organisations.lanh), make.site(organisations.lanh)
    row = {"product_id": product.name, "site_id": site.name, "opened_on": "10/09/2026"}
    run = entered(lanh_client, previewed(lanh_client, lanh, "lo-hang", [row, row]))
    assert run.entered == 2, wrong(run)
    assert sorted(lot["number"] for lot in exported(lanh_client, "lo-hang")) == ["L26A0910", "L26B0910"]


def test_of_two_places_of_one_name_the_file_says_which(lanh_client: Client, lanh: Actor) -> None:
    unit = make.unit()
    for kind in ("area", "zone"):
        actions.add_site(actor=lanh, kind=kind, name="Nhơn Ái", unit=unit, at=make.AT)
    inner = actions.add_site(
        actor=lanh, kind="plot", name="Vườn 1", unit=unit, at=make.AT, parent_id=lanh_sites(lanh)["area"]
    )
    rows = exported(lanh_client, "vung-trong")
    there = next(row for row in rows if row["_id"] == str(inner.pk))
    assert there["parent_id"].startswith("Nhơn Ái (D")
    run = previewed(lanh_client, lanh, "vung-trong", [{**there, "name": "Vườn 2", "parent_id": "Nhơn Ái", "_id": ""}])
    assert wrong(run) == [["parent_id", "several", "Nhơn Ái"]]


def lanh_sites(actor: Actor) -> dict[str, int]:
    from txng.production.queries import sites_of

    return dict(sites_of(actor).values_list("kind", "pk"))


def test_a_list_of_three_hundred_asks_as_much_as_one_of_three(
    lanh_client: Client, lanh: Actor, organisations: Any
) -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert lanh_client.get(address).status_code == 200
        return len(found)

    for slug, make_one in {
        "nguoi-lam": lambda n: make.worker(organisations.lanh, f"Người {n}"),
        "vung-trong": lambda n: make.site(organisations.lanh, f"Vườn {n}"),
        "doi-tac": lambda n: make.partner(organisations.lanh, f"Chợ {n}"),
        "vat-tu": lambda n: make.material(organisations.lanh, f"Vôi {n}"),
    }.items():
        for n in range(3):
            make_one(n)
        file, shown = reverse("sheet-export", args=[slug]), LISTS[slug]
        few = asked(file), asked(reverse(shown)), asked(reverse(shown) + "?in=1")
        for n in range(3, 60):
            make_one(n)
        assert (asked(file), asked(reverse(shown)), asked(reverse(shown) + "?in=1")) == few, slug


LISTS = {"nguoi-lam": "worker-list", "vung-trong": "site-list", "doi-tac": "partner-list", "vat-tu": "material-list"}


def test_a_formula_typed_by_a_person_stays_a_text_in_what_is_taken_along(
    lanh_client: Client, lanh: Actor, organisations: Any
) -> None:
    make.worker(organisations.lanh, '=HYPERLINK("http://x")', job="+1-1", household="@SUM(1)")
    data = lanh_client.get(reverse("sheet-export", args=[MINE])).content
    row = rows_in(data, MINE)[0]
    assert (row["name"], row["job"], row["household"]) == ('=HYPERLINK("http://x")', "+1-1", "@SUM(1)")
    assert b"<f>" not in b"".join(_parts(data))
    assert workbook.TYPE


def _parts(data: bytes) -> list[bytes]:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/")]
