"""Each list taken along as Excel and sent back: untouched it changes nothing, of three cells exactly three change."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.cast import every_province
from tests.production.sheets.kit import Row, as_phones_type, entered, exported, figures, page, previewed, undone, wrong
from tests.production.sheets.world import EDITS, Season
from txng.access import Actor
from txng.ledger.models import Entry
from txng.production.sheets import SHEETS

pytestmark = pytest.mark.django_db
SLUGS = sorted(SHEETS)


@pytest.fixture
def season(lanh: Actor, organisations: Any) -> Season:
    return Season(lanh, organisations.lanh).build()


def without_ids(rows: list[Row]) -> list[Row]:
    return [{code: text for code, text in row.items() if code != "_id"} for row in rows]


def in_order(rows: list[Row]) -> list[Row]:
    """A row that was changed may stand elsewhere in the list."""
    return sorted(without_ids(rows), key=lambda row: list(row.values()))


@pytest.mark.parametrize("slug", SLUGS)
def test_untouched_it_changes_nothing(slug: str, lanh_client: Client, lanh: Actor, season: Season) -> None:
    rows = exported(lanh_client, slug)
    assert len(rows) >= 3 and all(row["_id"] for row in rows)
    entries = Entry.objects.exclude(subject_type="production.sheetrun").count()
    run = previewed(lanh_client, lanh, slug, rows)
    assert figures(run) == (0, 0, len(rows), 0), wrong(run)
    assert run.number in page(lanh_client, run)
    assert lanh_client.post(f"/quan-ly/nhap-excel/lan/{run.pk}/nhap/").status_code == 302
    run.refresh_from_db()
    assert run.state == "previewed", "there is nothing to enter"
    assert exported(lanh_client, slug) == rows
    assert Entry.objects.exclude(subject_type="production.sheetrun").count() == entries


@pytest.mark.parametrize("slug", SLUGS)
def test_of_three_cells_exactly_three_change(slug: str, lanh_client: Client, lanh: Actor, season: Season) -> None:
    rows = exported(lanh_client, slug)
    wanted = [dict(row) for row in rows]
    for place, column, text, after in EDITS[slug]:
        rows[place][column] = text
        assert wanted[place][column] != after
        wanted[place][column] = after
    before = without_ids(exported(lanh_client, slug))
    entries = Entry.objects.count()

    run = previewed(lanh_client, lanh, slug, rows)
    assert figures(run) == (0, 3, len(rows) - 3, 0), wrong(run)
    assert without_ids(exported(lanh_client, slug)) == before, "a preview changes nothing"
    told = {(row.number - 2, code, text) for row in run.rows.filter(state="change") for code, text in row.after.items()}
    assert {(place, column) for place, column, _text in told} == {(edit[0], edit[1]) for edit in EDITS[slug]}
    assert Entry.objects.count() == entries + 1, "only the sending is told of"

    run = entered(lanh_client, run)
    assert (run.state, run.entered) == ("done", 3), list(run.rows.values_list("state", "because"))
    assert in_order(exported(lanh_client, slug)) == in_order(wanted)

    run = undone(lanh_client, run)
    assert run.state == "undone" and not run.rows.filter(state="kept").exists(), page(lanh_client, run)
    assert in_order(exported(lanh_client, slug)) == in_order(before)


NEW: dict[str, Row] = {
    "nguoi-lam": {"name": "Phạm Thị Hoa", "phone": "0900000009", "birth_year": "1990", "household": "Hộ Phạm Văn Ba"},
    "san-pham": {"name": "Chôm chôm Java", "pack": "Hộp 1 kg", "gtin": "00012345678929"},
    "vung-trong": {"name": "Vườn Đường Đê", "area_m2": "620,5", "parent_id": "Vùng Nhơn Ái"},
    "nha-xuong": {"name": "Kho phân"},
    "lo-hang": {"number": "0007", "site_id": "Vườn 1", "opened_on": "10/09/2026"},
    "vat-tu": {"name": "Vôi bột", "kind": "Phân bón", "unit": "kg", "registration_number": "00123"},
    "vat-tu-cho-lo": {
        "lot_id": "002-A", "activity": "Phun thuốc", "done_on": "15/09/2026", "material_id": "Dầu khoáng SK 99",
        "supplier_lot": "0071", "quantity": "0,5", "unit": "lít", "dose": "40", "dose_unit": "ml/bình 16 lít",
        "area_m2": "1200,5", "reason": "Rầy chổng cánh", "on_behalf_of": "Trần Văn Tư",
    },
    "kho": {
        "material_id": "NPK 16-16-8", "received_on": "05/09/2026", "quantity": "20,5", "unit": "kg",
        "partner_name": "Đại lý Đường Mới", "supplier_lot": "000123", "site_id": "Kho mát",
    },
    "doi-tac": {"name": "Chợ Đầu Mối", "kind": "Khách hàng", "code": "00012", "tax_code": "0123456787"},
}  # fmt: skip


@pytest.mark.parametrize("slug", SLUGS)
def test_a_new_row_is_read_as_it_was_typed_and_taken_back(
    slug: str, lanh_client: Client, lanh: Actor, season: Season
) -> None:
    rows = exported(lanh_client, slug)
    new = dict.fromkeys(rows[0], "") | NEW[slug]
    for name in ("unit_id", "product_id", "kind"):
        if name in new and slug in ("vung-trong", "nha-xuong", "lo-hang"):
            new[name] = rows[-1][name]
    typed = {code: as_phones_type(text) for code, text in new.items()}
    run = previewed(lanh_client, lanh, slug, [*rows, typed])
    assert figures(run) == (1, 0, len(rows), 0), wrong(run)
    run = entered(lanh_client, run)
    assert run.entered == 1, list(run.rows.values_list("state", "because"))
    after = exported(lanh_client, slug)
    assert len(after) == len(rows) + 1
    made = [row for row in after if row["_id"] not in {row["_id"] for row in rows}]
    assert without_ids(made) == [{code: text for code, text in new.items() if code != "_id"}]

    again = previewed(lanh_client, lanh, slug, [typed])
    assert figures(again) == (0, 0, 1, 0), "the same file sent once more is recognised"
    undone(lanh_client, run)
    assert not run.rows.filter(state="kept").exists(), page(lanh_client, run)
    left = {row["_id"] for row in exported(lanh_client, slug)}
    assert left == {row["_id"] for row in rows} or slug == "san-pham"


@every_province
def test_the_template_under_each_profile(province: str, lanh_client: Client, lanh: Actor) -> None:
    import io

    from python_calamine import CalamineWorkbook

    for slug, sheet in SHEETS.items():
        answer = lanh_client.get(f"/quan-ly/nhap-excel/{slug}/mau.xlsx")
        assert answer["Content-Disposition"] == f'attachment; filename="mau-{slug}.xlsx"'
        with CalamineWorkbook.from_filelike(io.BytesIO(answer.content)) as found:
            names = found.sheet_names
            assert names == [sheet.form().sheet, "Ví dụ", "Hướng dẫn", "_txng"]
            head = [cell.rstrip(" *") for cell in found.get_sheet_by_index(0).to_python()[0]]
            assert head == [*(column.label for column in sheet.columns), "_id"]
            assert len(found.get_sheet_by_name("Ví dụ").to_python()) == 3
