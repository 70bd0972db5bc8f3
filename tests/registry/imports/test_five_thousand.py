"""Five thousand rows in one file (names.md 5): how long, how much memory, how many questions to the database.

Nothing here judges time; the figures are read by tests/claims/dossiers/03_import.py.
"""

from __future__ import annotations

import json
import os
import resource
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.registry.imports.files import book, household, upload
from txng.kernel import jobs
from txng.registry import tasks
from txng.registry.models import Dossier, Import

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROWS = 5_000 if os.environ.get("TXNG_FIGURES") else 1_200  # daily: enough for three rounds


def rows() -> list[dict[str, str]]:
    """Every tenth row has one of five mistakes."""
    spoilt = [
        {"phone": "12"}, {"signed_on": "31/02/2026"}, {"kind": "Tập đoàn"}, {"name": ""}, {"place": "Xã Không Có"},
    ]  # fmt: skip
    return [household(n, **(spoilt[n // 10 % 5] if n % 10 == 0 else {})) for n in range(1, ROWS + 1)]


def test_a_large_file_is_previewed_with_progress_entered_and_taken_back(
    hanh_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures: dict[str, Any] = {"rows": ROWS}
    shown: list[int] = []
    note = jobs.note

    def noted(job_id: Any, done: int) -> bool:
        kept = note(job_id, done)
        share = hanh_client.get(f"/viec/{job_id}/").content.decode()
        shown.append(int(share.partition(" %)")[0].rpartition("(")[2]))
        return kept

    data = book(rows())
    figures["file_kb"] = len(data) // 1024
    before = _memory()
    began = time.perf_counter()
    answer = hanh_client.post("/nhap-tu-excel/ho-so/", {"file": upload(data)})
    assert answer.status_code == 302
    figures["upload_s"] = round(time.perf_counter() - began, 2)
    run = Import.objects.get()

    with CaptureQueriesContext(
        connection,
    ) as asked:
        began = time.perf_counter()
        tasks.read_import.func(run.pk)
        figures["preview_s"] = round(time.perf_counter() - began, 2)
    figures["preview_queries"] = len(asked)
    run.refresh_from_db()
    assert (run.good, run.wrong) == (ROWS - ROWS // 10, ROWS // 10)
    # Constant for each round of five hundred rows, whatever stands in them.
    assert len(asked) <= 30 + 16 * (ROWS // 500 + 1)

    page = hanh_client.get(reverse("import-detail", args=[run.pk])).content.decode()
    figures["groups"] = page.count('data-label="Cách sửa"')
    assert figures["groups"] == 5

    monkeypatch.setattr(jobs, "note", noted)
    hanh_client.post(reverse("import-confirm", args=[run.pk]), {"what": "draft"})
    began = time.perf_counter()
    tasks.enter_import.func(run.pk)
    figures["enter_s"] = round(time.perf_counter() - began, 2)
    figures["progress"] = list(shown)
    assert shown == sorted(shown) and len(shown) > 2 and shown[-1] == 100
    assert Dossier.objects.filter(state="draft").count() == run.good

    monkeypatch.undo()
    hanh_client.post(reverse("import-undo", args=[run.pk]))
    began = time.perf_counter()
    tasks.take_back_import.func(run.pk)
    figures["undo_s"] = round(time.perf_counter() - began, 2)
    assert Dossier.objects.filter(state="withdrawn").count() == run.good
    figures["more_mb"] = (_memory() - before) // 1024
    assert figures["more_mb"] < 400
    if folder := os.environ.get("TXNG_FIGURES"):
        Path(folder).write_text(json.dumps(figures), encoding="utf-8")


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
