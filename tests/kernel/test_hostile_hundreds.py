"""A sample of the hostile files of every kind, daily; tests/claims/dossiers/04 sends eighteen of each (306)."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.kernel import hostile
from tests.kernel.gauge import gauged
from tests.kernel.hostile_kinds import KINDS, WHERE, files
from txng.kernel.errors import BadInput
from txng.kernel.files import intake, remake, storage
from txng.kernel.files.links import file_url
from txng.kernel.files.models import StoredFile
from txng.registry.imports.reading import read_upload

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FIGURES = os.environ.get("TXNG_FIGURES", "")
EACH = 18 if FIGURES else 2
SAFE = {
    "image/jpeg", "application/pdf", "application/geo+json",
    "audio/wav", "audio/mpeg", "audio/ogg", "audio/mp4", "audio/webm",
}  # fmt: skip
# What must not be found in anything kept, whatever it was hidden in.
SECRETS = (b"<script", b"<?php", b"HIDDEN", WHERE, b"PHONE-OF-MRS-LANH", b"XMP-OWNER", b"GPSLatitude", b"/JavaScript",
           b"/Launch", b"/EmbeddedFile", b"PK\x03\x04", b"Exif\0\0")  # fmt: skip


def test_hostile_files_of_every_kind_do_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fault = os.environ.get("TXNG_FAULT", "")
    gauge = gauged(monkeypatch, tmp_path, greedy=fault == "no end to memory")
    _plant(fault, monkeypatch)
    sent: Counter[str] = Counter()
    faults: list[str] = []
    kept = refused = 0
    slowest = 0.0
    for file in files(EACH):
        sent[file.kind] += 1
        began = time.perf_counter()
        upload = SimpleUploadedFile("x", file.data)
        upload.name = file.name  # as a program would send it: a form would have taken the folders off
        try:
            if file.accept == "sheet":
                if file.kind == "formula":
                    upload.name = "ho.csv"
                read_upload(upload)
                faults.append(f"{file.kind}: read as a template")
            else:
                stored = intake.store_upload(upload, accept=(file.accept,), public=True)
                kept += 1
                faults += [f"{file.kind} {file.name[:20]!r}: {fault}" for fault in _judge(client, stored, file.data)]
        except BadInput as refusal:
            refused += 1
            if not str(refusal):
                faults.append(f"{file.kind}: refused without a sentence")
        slowest = max(slowest, time.perf_counter() - began)
    memory = gauge.megabytes
    if FIGURES:
        figures = {"sent": sum(sent.values()), "kinds": len(sent), "fewest": min(sent.values()), "kept": kept,
                   "refused": refused, "faults": faults[:20], "memory_mb": memory, "slowest_s": round(slowest, 1)}  # fmt: skip
        Path(FIGURES).write_text(json.dumps(figures), encoding="utf-8")
    assert set(sent) == set(KINDS)
    assert faults == []
    assert memory <= remake.MEMORY // 1024 // 1024
    assert kept and refused


def _judge(client: Client, stored: StoredFile, data: bytes) -> list[str]:
    """What is wrong with what is handed out."""
    answer = client.get(file_url(stored))
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    wrong = []
    if answer.status_code != 200:
        return [f"answered {answer.status_code}"]
    if answer["Content-Type"] not in SAFE:
        wrong.append(f"served as {answer['Content-Type']}")
    if answer["X-Content-Type-Options"] != "nosniff" or "sandbox" not in answer["Content-Security-Policy"]:
        wrong.append("served without its headers")
    if stored.kind == "image" and (data in body or body in data or hashlib.sha256(data).hexdigest() == stored.sha256):
        wrong.append("the original bytes are served")
    if stored.kind != "image" and not answer["Content-Disposition"].startswith("attachment") and stored.kind != "sound":
        wrong.append("opened inside the site")
    wrong += [f"{secret!r} is still in it" for secret in SECRETS if secret in body]
    ending = stored.path.rpartition(".")[2]
    if ".." in stored.path or not answer["Content-Disposition"].rstrip('"').lower().endswith((ending, "jpeg")):
        wrong.append(f"saved as {answer['Content-Disposition'][-40:]}")
    return wrong


def _plant(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The faults of the claim's controls."""
    if fault == "keep the original":
        run = remake.run

        def lazy(kind: str, data: bytes) -> Any:
            made = run(kind, data)
            return remake.Made(made.content_type, data, made.width, made.height) if kind == "image" else made

        monkeypatch.setattr(intake, "run", lazy)
    elif fault == "trust the name":
        monkeypatch.setattr("txng.kernel.views._named", lambda stored: stored.name)
    assert fault in ("", "keep the original", "trust the name", "no end to memory")


def test_what_is_kept_lies_under_a_name_of_our_own() -> None:
    upload = SimpleUploadedFile("x", hostile.picture())
    upload.name = "../../../../tmp/evil.jpg"
    stored = intake.store_upload(upload)
    assert stored.name == "evil.jpg"
    assert storage.open_path(stored.path).resolve().is_relative_to(storage.folder().resolve())
