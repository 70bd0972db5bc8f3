"""Cô Hạnh enters the households of her commune from one Excel file; a co-operative does so for its members."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests import make
from tests.cast import every_province
from tests.kernel import hostile
from tests.registry.imports.files import book, household, rewritten, tax_code, upload
from txng.kernel.models import Job
from txng.ledger.models import Entry
from txng.registry import tasks
from txng.registry.imports import workbook
from txng.registry.imports.columns import columns_of
from txng.registry.imports.entering import token_of
from txng.registry.models import Dossier, Establishment, Import, ImportRow

pytestmark = pytest.mark.django_db
LIST = "/nhap-tu-excel/ho-so/"


def send(client: Client, data: bytes, name: str = "hộ thành viên.xlsx", **fields: str) -> Any:
    return client.post(LIST, {"file": upload(data, name), **fields})


def previewed(client: Client, rows: list[dict[str, str]]) -> Import:
    answer = send(client, book(rows))
    assert answer.status_code == 302, answer.content.decode()
    run = Import.objects.latest("id")
    assert answer["Location"] == f"/viec/{run.job_id}/"
    tasks.read_import.func(run.pk)
    run.refresh_from_db()
    return run


def entered(client: Client, run: Import, **fields: Any) -> Import:
    answer = client.post(reverse("import-confirm", args=[run.pk]), {"what": "draft", **fields})
    assert answer.status_code == 302, answer.content.decode()
    tasks.enter_import.func(run.pk)
    run.refresh_from_db()
    return run


def page(client: Client, run: Import) -> str:
    return client.get(reverse("import-detail", args=[run.pk])).content.decode()


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("giấy chứng nhận.pdf", hostile.plain_pdf())


@every_province
def test_from_the_template_to_drafts_whose_links_take_the_papers(hanh_client: Client, people: Any) -> None:
    template = hanh_client.get(reverse("import-template"))
    assert template["Content-Disposition"] == 'attachment; filename="mau-ho-so-dang-ky.xlsx"'
    with CalamineWorkbook.from_filelike(io.BytesIO(template.content)) as found:
        assert found.sheet_names == ["Hồ sơ", "Ví dụ", "Hướng dẫn", "_txng"]
        head = found.get_sheet_by_name("Hồ sơ").to_python()[0]
        assert [cell.rstrip(" *") for cell in head] == [column.label for column in columns_of()]

    run = previewed(hanh_client, [household(1), household(2, tax_code=""), household(3)])
    lacking = "tax_code" in {column.code for column in columns_of() if column.required}
    assert (run.state, run.good, run.wrong) == ("previewed", 3 - lacking, int(lacking))
    assert Dossier.objects.count() == 0
    shown = page(hanh_client, run)
    assert "Xem trước" in shown and ("Thiếu: Mã số thuế" in shown) == lacking

    run = entered(hanh_client, run)
    assert (run.state, run.entered) == ("done", run.good)
    dossier = Dossier.objects.get(tax_code=household(1)["tax_code"])
    agency = people["hanh"].account.agency
    assert (dossier.state, dossier.managing_agency, dossier.filed_with) == ("draft", agency, agency)
    assert dossier.signed_by == household(1)["representative"]
    assert str(dossier.committed_at)[:10] == "2026-09-05"
    address = reverse("registration-tasks", args=[token_of(run, dossier.import_row)])
    assert f'href="{address}"' in page(hanh_client, run)
    draft = hanh_client.get(address).content.decode()
    assert "Giấy tờ kinh doanh" in draft
    said = list(Entry.objects.filter(subject_type="registry.import").order_by("id").values_list("kind", flat=True))
    assert said == ["registry.import:sent", "registry.import:confirmed", "registry.import:finished"]


def test_with_the_papers_of_the_cooperative_the_dossiers_are_filed_in_one_go(hanh_client: Client) -> None:
    run = previewed(hanh_client, [household(n) for n in range(1, 4)])
    answer = hanh_client.post(reverse("import-confirm", args=[run.pk]), {"what": "submit"})
    assert answer.status_code == 422
    assert "Để nộp hồ sơ ngay, hãy chọn tệp" in answer.content.decode()
    run = entered(hanh_client, run, what="submit", paper=paper())
    filed = Dossier.objects.filter(state="submitted")
    assert filed.count() == 3
    assert {dossier.papers.count() for dossier in filed} == {1}
    assert Entry.objects.filter(kind="registry.dossier:submitted", actor_label="Nguyễn Thị Hạnh").count() == 3
    queue = hanh_client.get("/co-quan/ho-so/").content.decode()
    assert household(2)["name"] in queue


def test_pressed_twice_and_run_twice_nothing_is_entered_twice(hanh_client: Client) -> None:
    run = previewed(hanh_client, [household(1), household(2)])
    run = entered(hanh_client, run)
    again = hanh_client.post(reverse("import-confirm", args=[run.pk]), {"what": "draft"})
    assert again.status_code == 302
    tasks.enter_import.func(run.pk)
    assert Dossier.objects.count() == 2
    key = "0b9d1c1e-7a55-4c36-9c0a-3b8f5f6f1a11"
    first = send(hanh_client, book([household(5)]), client_id=key)
    assert send(hanh_client, book([household(5)]), client_id=key)["Location"] == first["Location"]
    # Sent as a new file, its rows say that their dossiers are open already.
    other = previewed(hanh_client, [household(1)])
    assert (other.good, other.wrong) == (0, 1)
    assert "đã có hồ sơ đang xử lý" in page(hanh_client, other)


def test_every_kind_of_mistake_stands_once_with_its_rows_and_how_to_mend_it(hanh_client: Client, people: Any) -> None:
    make.establishment("Hộ đã tham gia", agency=people["hanh"].account.agency, tax_code=household(90)["tax_code"])
    rows = [
        household(1, phone="12345"),
        household(2, phone="098"),
        household(3, signed_on="31/02/2026"),
        household(4, tax_code=tax_code(77)[:9] + str((int(tax_code(77)[9]) + 1) % 10)),
        household(5, name="Hộ Nguyеn Văn An"),  # a Cyrillic е
        household(6, kind="Tập đoàn"),
        household(7, place=make.unit("elsewhere").name),
        household(8, place="Xã Không Có"),
        household(9, tax_code=household(1)["tax_code"]),
        household(90),
        household(11, email="khong-phai"),
        household(12, purposes="9"),
        household(13, name="=1+1"),
        household(14, signed_on="01/01/2099"),
        household(15),
    ]
    run = previewed(hanh_client, rows)
    assert (run.good, run.wrong) == (1, 14)
    shown = page(hanh_client, run)
    for sentence in (
        "Số điện thoại liên hệ không có 10 chữ số bắt đầu bằng 0",
        "Ngày ký không phải ngày có thật", "Mã số thuế sai một chữ số", "có chữ cái chỉ trông giống chữ Việt",
        "không có trong danh sách", "ngoài địa bàn của cơ quan bạn", "không có trong danh mục",
        "bị lặp trong tệp", "cơ sở đã tham gia", "không đúng dạng e-mail", "là công thức", "là ngày chưa tới",
    ):  # fmt: skip
        assert sentence in shown, sentence
    assert shown.count("không có 10 chữ số bắt đầu bằng 0") == 1
    assert "2, 3" in shown  # both rows with a wrong telephone, as Excel counts them


def test_the_file_of_refused_rows_is_the_template_again_and_is_taken_once_it_is_mended(hanh_client: Client) -> None:
    run = previewed(hanh_client, [household(1), household(2, phone="12"), household(3, sector="")])
    answer = hanh_client.get(reverse("import-refused-rows", args=[run.pk]))
    with CalamineWorkbook.from_filelike(io.BytesIO(answer.content)) as found:
        lines = found.get_sheet_by_name("Hồ sơ").to_python()
    assert [line[1] for line in lines[1:]] == [household(2)["name"], household(3)["name"]]
    assert lines[0][-1] == "Lỗi cần sửa"
    assert "không có 10 chữ số bắt đầu bằng 0" in lines[1][-1] and "Thiếu" in lines[2][-1]
    place = [column.code for column in columns_of()].index("phone")
    assert lines[1][place] == "12"

    again = hanh_client.post(LIST, {"file": upload(answer.content)})
    assert again.status_code == 302
    mended = Import.objects.latest("id")
    tasks.read_import.func(mended.pk)
    mended.refresh_from_db()
    assert (mended.total, mended.wrong) == (2, 2)


def test_what_excel_took_away_or_wrote_in_its_own_way_is_read_as_it_was_meant(hanh_client: Client) -> None:
    row = household(1, phone="912345678", signed_on="5.9.26", name="Hô\u0323 Nguyê\u0303n Va\u0306n An")
    row["tax_code"] = tax_code(12_345_678).lstrip("0")
    run = previewed(hanh_client, [row])
    assert (run.good, run.wrong) == (1, 0), run.rows.get().problems
    values = run.rows.get().values
    assert (values["phone"], len(values["tax_code"]), values["signed_on"]) == ("0912345678", 10, "2026-09-05")
    assert values["name"] == "Hộ Nguyễn Văn An"
    assert "đã thêm lại số 0 mà Excel làm mất" in page(hanh_client, run)


@pytest.mark.parametrize(
    ("make_it", "sentence"),
    [
        (lambda: hostile.picture(), "Không đọc được tệp “hộ.xlsx”"),
        (lambda: plain_book(), "Đây không phải tệp mẫu của hệ thống."),
        (lambda: rewritten(book([household(1)]), swap(b"dossiers", b"products")), "nhưng bạn đang nhập “Hồ sơ”."),
        (lambda: old_book(), "Tệp mẫu này đã cũ hoặc đã bị sửa."),
        (lambda: rewritten(book([household(1)]), swap("Mã số thuế".encode(), b"MST")), "đã cũ hoặc đã bị sửa."),
        (lambda: book([]), "Tệp không có dòng nào."),
    ],
)
def test_a_file_that_is_not_todays_template_is_stopped_with_one_sentence(
    make_it: Any, sentence: str, hanh_client: Client
) -> None:
    answer = send(hanh_client, make_it(), "hộ.xlsx")
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in shown
    assert shown.count('class="tx-error') == 1
    assert Import.objects.count() == 0


def swap(old: bytes, new: bytes) -> Any:
    return lambda name, body: body.replace(old, new) if name.endswith("sharedStrings.xml") else body


def old_book() -> bytes:
    from txng.registry.imports.columns import fingerprint

    return rewritten(book([household(1)]), swap(fingerprint(columns_of()).encode(), b"0123456789abcdef"))


def plain_book() -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        made.add_worksheet("Hồ sơ").write_row(0, 0, ["STT", "Họ tên"])
    return out.getvalue()


def test_a_computed_cell_is_refused_even_when_its_value_would_do(hanh_client: Client) -> None:
    def computed(name: str, body: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return body
        import re

        return re.sub(rb'<c r="B2"([^>]*) t="s"><v>\d+</v></c>', rb'<c r="B2"\1 t="str"><f>1+1</f><v>H</v></c>', body)

    answer = send(hanh_client, rewritten(book([household(1)]), computed))
    assert answer.status_code == 302
    run = Import.objects.latest("id")
    tasks.read_import.func(run.pk)
    assert [problem[:2] for problem in run.rows.get().problems] == [["name", "formula"]]


def test_programs_send_csv_in_any_order(hanh_client: Client) -> None:
    row = household(1)
    codes = sorted(row, reverse=True)
    line = ",".join('"' + row[code].replace('"', '""') + '"' for code in codes)
    answer = send(hanh_client, ("\ufeff" + ",".join(codes) + "\r\n" + line + "\r\n").encode(), "ho.csv")
    assert answer.status_code == 302, answer.content.decode()
    run = Import.objects.latest("id")
    tasks.read_import.func(run.pk)
    run.refresh_from_db()
    assert (run.good, run.wrong) == (1, 0)
    wrong = send(hanh_client, b"a,b\r\n1,2\r\n", "ho.csv")
    assert (wrong.status_code, "Dòng đầu của tệp CSV" in wrong.content.decode()) == (422, True)


def test_taken_back_within_a_day_row_by_row_but_for_what_somebody_worked_on(hanh_client: Client, at: Any) -> None:
    run = previewed(hanh_client, [household(n) for n in range(1, 5)])
    run = entered(hanh_client, run, what="submit", paper=paper())
    one = Dossier.objects.get(tax_code=household(2)["tax_code"])
    hanh_client.post(reverse("dossier-receive", args=[one.pk]))
    answer = hanh_client.post(reverse("import-undo", args=[run.pk]))
    assert answer.status_code == 302
    tasks.take_back_import.func(run.pk)
    states = dict(Dossier.objects.values_list("tax_code", "state"))
    assert states.pop(household(2)["tax_code"]) == "in_review"
    assert set(states.values()) == {"withdrawn"}
    kept = run.rows.get(state=ImportRow.State.KEPT)
    assert (kept.dossier, kept.because) == (one, "Hồ sơ đang ở trạng thái “Đang xem xét”.")
    shown = page(hanh_client, run)
    assert "Đã hoàn tác" in shown and "1 hồ sơ đã có người xử lý tiếp" in shown
    # The same people can be entered again.
    assert previewed(hanh_client, [household(1)]).good == 1


def test_after_a_day_it_stays(hanh_client: Client) -> None:
    run = entered(hanh_client, previewed(hanh_client, [household(1)]))
    Import.objects.filter(pk=run.pk).update(finished_at=run.finished_at - timedelta(hours=24, minutes=1))
    assert "Hoàn tác lần nhập này" not in page(hanh_client, run)
    answer = hanh_client.post(reverse("import-undo", args=[run.pk]), follow=True)
    assert "Chỉ hoàn tác được trong 24 giờ" in answer.content.decode()
    assert Dossier.objects.get().state == "draft"


def test_a_stopped_import_enters_nothing_more(hanh_client: Client) -> None:
    run = previewed(hanh_client, [household(1)])
    hanh_client.post(reverse("import-confirm", args=[run.pk]), {"what": "draft"})
    hanh_client.post(reverse("import-cancel", args=[run.pk]))
    tasks.enter_import.func(run.pk)
    run.refresh_from_db()
    assert (run.state, Dossier.objects.count()) == ("cancelled", 0)
    assert Job.objects.get(pk=run.job_id).state == "cancelled"


def test_the_job_page_tells_how_far_it_is_and_is_its_own_persons_alone(
    hanh_client: Client, dung_client: Client
) -> None:
    send(hanh_client, book([household(1), household(2)]))
    job = Job.objects.get()
    waiting = hanh_client.get(f"/viec/{job.pk}/")
    assert waiting["Refresh"] == "3"
    assert "0 / 2 dòng (0 %)" in waiting.content.decode()
    assert dung_client.get(f"/viec/{job.pk}/").status_code == 404
    tasks.read_import.func(Import.objects.get().pk)
    done = hanh_client.get(f"/viec/{job.pk}/")
    assert "Refresh" not in done
    assert "2 / 2 dòng (100 %)" in done.content.decode()


def test_a_cooperative_enters_its_members_and_a_household_finds_nothing(
    lanh_client: Client, khai_client: Client, people: Any
) -> None:
    Establishment.objects.filter(pk=people["khai"].account.establishment_id).update(kind="household")
    assert khai_client.get(LIST).status_code == 404
    assert "Nhập hồ sơ cho thành viên" in lanh_client.get("/quan-ly/san-pham/").content.decode()
    run = entered(lanh_client, previewed(lanh_client, [household(1), household(2)]))
    assert (run.entered, run.establishment) == (2, people["lanh"].account.establishment)
    dossier = Dossier.objects.first()
    assert dossier is not None and dossier.managing_agency == people["hanh"].account.agency


def test_the_database_lets_no_step_be_left_out(hanh_client: Client) -> None:
    from django.db import ProgrammingError, transaction

    run = previewed(hanh_client, [household(1)])
    for state in ("done", "undone", "running"):
        with pytest.raises(ProgrammingError, match="Invalid transition"), transaction.atomic():
            Import.objects.filter(pk=run.pk).update(state=state)
    with pytest.raises(ProgrammingError, match="Invalid transition"), transaction.atomic():
        Job.objects.filter(pk=run.job_id).update(state="waiting")


def test_a_template_asks_for_at_most_five_thousand_rows() -> None:
    assert workbook.ROWS == 5_000
