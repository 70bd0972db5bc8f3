"""Danh mục được phép sử dụng: dated lists, loaded whole or not at all, asked about the day of the work."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests import make
from tests.production.stock.kit import yard
from tests.production.uses.kit import ago, spray, used, write
from txng.access import Actor
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.production import actions
from txng.production.banned import banned
from txng.production.models import Material, PermittedList, PermittedMaterial
from txng.production.safety import cautions_of
from txng.production.safety.permitted import SAMPLES, Line, Sheet, list_on, permitted, read_sheet

pytestmark = pytest.mark.django_db
SHEET = Sheet(
    kind="pesticide",
    name="Danh mục 2025",
    source="Thông tư 75/2025/TT-BNNMT",
    valid_from=date(2025, 1, 1),
    materials=(
        Line(name="Dầu khoáng SK 99", active_ingredient="Petroleum spray oil", registration_number="0567/CNĐKT-BVTV", phi_days="7"),
        Line(name="Abatin 1.8EC", active_ingredient="Abamectin", used_on="Nhện đỏ", dose_low="10", dose_high="12,5"),
    ),
)  # fmt: skip


def test_a_list_is_loaded_once_and_told(mai: Actor) -> None:
    loaded = actions.load_permitted_list(actor=mai, sheet=SHEET, at=make.AT)
    assert actions.load_permitted_list(actor=mai, sheet=SHEET, at=make.AT) == loaded
    assert PermittedList.objects.count() == 1 and loaded.materials.count() == 2
    entry = Entry.objects.get(kind="production.permitted:loaded")
    assert entry.ground == "Thông tư 75/2025/TT-BNNMT" and entry.after["lines"] == 2
    assert str(PermittedMaterial.objects.get(name="Abatin 1.8EC").dose_high) == "12.500"


def test_only_the_operator_loads(lanh: Actor, hanh: Actor) -> None:
    for nobody in (lanh, hanh):
        with pytest.raises(NotThere):
            actions.load_permitted_list(actor=nobody, sheet=SHEET, at=make.AT)


@pytest.mark.parametrize(
    "line",
    [
        Line(name="", active_ingredient="x"),
        Line(name="x", active_ingredient=" "),
        Line(name="x", active_ingredient="y", phi_days="bảy"),
        Line(name="x", active_ingredient="y", phi_days=-1),
        Line(name="x", active_ingredient="y", dose_low="0"),
    ],
)
def test_a_bad_line_loads_nothing_and_is_named(mai: Actor, line: Line) -> None:
    from dataclasses import replace

    with pytest.raises(RuleBroken) as refusal:
        actions.load_permitted_list(actor=mai, sheet=replace(SHEET, materials=(*SHEET.materials, line)), at=make.AT)
    assert refusal.value.code == "line" and "3" in str(refusal.value)
    assert not PermittedList.objects.exists() and not Entry.objects.filter(kind__contains="permitted").exists()


def test_the_list_of_a_day_is_the_latest_in_force_on_it(mai: Actor) -> None:
    from dataclasses import replace

    old = actions.load_permitted_list(actor=mai, sheet=SHEET, at=make.AT)
    new = actions.load_permitted_list(
        actor=mai, sheet=replace(SHEET, name="Danh mục 2026", valid_from=date(2026, 7, 1)), at=make.AT
    )
    assert list_on("pesticide", date(2024, 12, 31)) is None
    assert list_on("pesticide", date(2026, 6, 30)) == old and list_on("pesticide", date(2026, 7, 1)) == new
    assert {row.of_list_id for row in permitted(date(2026, 8, 1))} == {new.pk}
    assert [row.name for row in permitted(date(2026, 8, 1), text="nhen do")] == ["Abatin 1.8EC"]


def test_what_is_not_on_the_list_of_the_day_is_said_quietly(
    organisations: Any, lanh: Actor, tu: Actor, mai: Actor
) -> None:
    lot = yard(organisations.lanh).lot
    listed, unlisted = spray(lanh, registration_number="0567/CNĐKT-BVTV"), spray(lanh, name="Thuốc lạ")
    by_name = spray(lanh, name="ABATIN 1.8ec")
    for material in (listed, unlisted, by_name):
        assert cautions_of(write(tu, lot, used(material), on=ago(30))) == [], "no list, nothing to say"
    actions.load_permitted_list(actor=mai, sheet=SHEET, at=make.AT)
    found = {m.name: cautions_of(write(tu, lot, used(m), on=ago(30))) for m in (listed, unlisted, by_name)}
    assert [name for name, cautions in found.items() if cautions] == ["Thuốc lạ"]
    (caution,) = found["Thuốc lạ"]
    assert caution.quiet and "Danh mục 2025" in caution.sentence


def test_the_samples_say_that_they_are_samples_and_name_nothing_banned(db: None) -> None:
    sheets = [read_sheet(path) for path in sorted(SAMPLES.glob("*.toml"))]
    assert {sheet.kind for sheet in sheets} == {"pesticide", "veterinary"} and all(sheet.sample for sheet in sheets)
    for sheet in sheets:
        for line in sheet.materials:
            assert banned(f"{line.name} , {line.active_ingredient}", kind=sheet.kind, on=make.TODAY) is None, line


def test_the_command_reads_both_forms(tmp_path: Path) -> None:
    out = StringIO()
    call_command("load_permitted_list", str(SAMPLES / "thuoc-thu-y-mau.toml"), stdout=out)
    assert "6 lines" in out.getvalue()
    table = tmp_path / "danh-muc.csv"
    table.write_text("name,active_ingredient,phi_days\nAbatin 1.8EC,Abamectin,7\n", "utf-8")
    about = {"kind": "pesticide", "name": "Danh mục", "source": "TT 75", "valid_from": date(2026, 1, 1)}
    call_command("load_permitted_list", str(table), stdout=out, **about)
    assert list_on("pesticide", make.TODAY).materials.get().phi_days == 7
    with pytest.raises(CommandError, match="source"):
        call_command("load_permitted_list", str(table), stdout=out, **(about | {"source": None}))
    table.write_text("name,active_ingredient,phi\nAbatin,Abamectin,7\n", "utf-8")
    with pytest.raises(CommandError, match="phi"):
        call_command("load_permitted_list", str(table), stdout=out, **about)


def test_a_line_chosen_fills_in_the_label(lanh_client: Client, lanh: Actor, mai: Actor) -> None:
    actions.load_permitted_list(actor=mai, sheet=SHEET, at=make.AT)
    page = lanh_client.get(reverse("permitted-list"), {"q": "petroleum"}).content.decode()
    assert "Dầu khoáng SK 99" in page and "Abatin" not in page
    line = PermittedMaterial.objects.get(name="Dầu khoáng SK 99")
    assert f"{reverse('material-new')}?tu={line.pk}" in page
    form = lanh_client.get(reverse("material-new"), {"tu": line.pk}).content.decode()
    assert 'value="0567/CNĐKT-BVTV"' in form and 'value="7"' in form and 'value="Petroleum spray oil"' in form
    answer = lanh_client.post(
        reverse("material-new"),
        {"name": "Thuốc lạ", "kind": "pesticide", "unit": "lít", "active_ingredient": "Abamectin"},
        follow=True,
    )
    assert Material.objects.get().name == "Thuốc lạ" and "Danh mục 2025" in answer.content.decode()
