"""Workbooks in the hands of a test: taken along, changed cell by cell, sent back."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from txng.access import Actor
from txng.kernel.clock import local_date, now
from txng.production import tasks
from txng.production.models import SheetRun
from txng.production.sheets import SHEETS
from txng.production.sheets.base import Desk
from txng.registry.imports import workbook
from txng.registry.imports.workbook import Filled

Row = dict[str, str]  # by the code of the column; "_id" is the hidden one


def desk(actor: Actor, slug: str) -> Desk:
    return Desk(sheet=SHEETS[slug], actor=actor, day=local_date(now()))


def rows_in(data: bytes, slug: str) -> list[Row]:
    """What a person who opens the file sees, and the hidden column."""
    codes = [column.code for column in SHEETS[slug].columns]
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as found:
        lines = found.get_sheet_by_index(0).to_python()[1:]
    return [dict(zip([*codes, "_id"], [str(cell) for cell in line], strict=False)) for line in lines]


def exported(client: Client, slug: str, query: str = "") -> list[Row]:
    answer = client.get(reverse("sheet-export", args=[slug]) + query)
    assert answer.status_code == 200, answer.content.decode()[:2_000]
    return rows_in(answer.content, slug)


def book(actor: Actor, slug: str, rows: Sequence[Mapping[str, str]]) -> bytes:
    at = desk(actor, slug)
    codes = [column.code for column in at.columns]
    filled = (Filled(cells=[row.get(code, "") for code in codes], number=row.get("_id", "")) for row in rows)
    return workbook.book(SHEETS[slug].form(at), filled)


def send(client: Client, slug: str, data: bytes, name: str = "danh sách.xlsx", **more: str) -> Any:
    return client.post(reverse("sheet-import", args=[slug]), {"file": SimpleUploadedFile(name, data), **more})


def previewed(client: Client, actor: Actor, slug: str, rows: Sequence[Mapping[str, str]]) -> SheetRun:
    answer = send(client, slug, book(actor, slug, rows))
    assert answer.status_code == 302, answer.content.decode()
    run = SheetRun.objects.latest("id")
    tasks.read_sheet.func(run.pk)
    run.refresh_from_db()
    assert run.state == "previewed", (run.state, run.job.trouble)
    return run


def entered(client: Client, run: SheetRun) -> SheetRun:
    answer = client.post(reverse("sheet-confirm", args=[run.pk]))
    assert answer.status_code == 302
    tasks.enter_sheet.func(run.pk)
    run.refresh_from_db()
    return run


def undone(client: Client, run: SheetRun) -> SheetRun:
    answer = client.post(reverse("sheet-undo", args=[run.pk]))
    assert answer.status_code == 302
    tasks.take_back_sheet.func(run.pk)
    run.refresh_from_db()
    return run


def figures(run: SheetRun) -> tuple[int, int, int, int]:
    return run.added, run.changed, run.same, run.wrong


def wrong(run: SheetRun) -> list[list[str]]:
    return [problem for row in run.rows.filter(state="wrong").order_by("number") for problem in row.problems]


def page(client: Client, run: SheetRun) -> str:
    return client.get(reverse("sheet-run", args=[run.pk])).content.decode()


def as_phones_type(text: str) -> str:
    """Letters and tones apart, as some keyboards write them."""
    return unicodedata.normalize("NFD", text)


Change = Callable[[Row], Row]
