"""Files made to take the machine down. They are taken apart in a process of its own, with an end to memory and time."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.kernel import hostile
from tests.kernel.gauge import Gauge
from txng.kernel.errors import BadInput
from txng.kernel.files import intake, remake, storage
from txng.kernel.files.models import StoredFile

pytestmark = pytest.mark.any_server


def outcome(kind: str, data: bytes, folder: Path) -> tuple[str, int, float]:
    """What came of it, the most memory (MB) and the processor seconds it took."""
    gauge = Gauge(folder / "gauge")
    command = gauge.begin(sys.executable, "-I", str(Path(remake.__file__)), kind)
    done = subprocess.run(command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={})
    answer = done.stdout.partition(b"\n")[0].decode() if done.returncode == 0 else "killed"
    return answer, gauge.megabytes, gauge.seconds


BOMBS: dict[str, Any] = {
    "transparent picture at the limit": ("image", lambda: hostile.png_full(7_070, 7_070)),
    "sixteen-bit picture at the limit": ("image", lambda: hostile.png_full(7_070, 7_070, depth=16)),
    "photo at the limit": ("image", lambda: hostile.flat_photo(7_070, 7_070)),
    "picture beyond the limit": ("image", lambda: hostile.png_full(30_000, 30_000)),
    "swelling text": ("image", hostile.png_text_bomb),
    "huge canvas": ("image", lambda: hostile.webp_claiming(16_383, 16_383)),
    "deep brackets": ("pdf", hostile.deep_pdf),
    "deep page tree": ("pdf", hostile.deep_page_tree),
    "looping page tree": ("pdf", hostile.looping_page_tree),
    "one page two million times": ("pdf", lambda: hostile.many_pages(2_000_000)),
    "swelling objects": ("pdf", hostile.object_stream_bomb),
}


@pytest.mark.parametrize("bomb", sorted(BOMBS))
def test_a_bomb_ends_within_its_bounds(bomb: str, tmp_path: Path) -> None:
    kind, build = BOMBS[bomb]
    data = build()
    assert len(data) <= intake.PDF_BYTES
    answer, memory, seconds = outcome(kind, data, tmp_path)
    if bomb.endswith("at the limit"):
        assert json.loads(answer) == {"content_type": "image/jpeg", "width": 2_560, "height": 2_560}
    else:
        assert answer == "killed" or "refused" in answer
    assert 0 < memory <= remake.MEMORY // 1024 // 1024
    assert seconds <= remake.PROCESSOR_SECONDS + 1


@pytest.mark.parametrize("bomb", ["swelling objects", "deep page tree", "picture beyond the limit"])
def test_who_sent_a_bomb_reads_a_sentence_and_nothing_is_kept(bomb: str) -> None:
    with pytest.raises(BadInput) as caught:
        intake.store_upload(SimpleUploadedFile("don.pdf", BOMBS[bomb][1]()))
    assert "“don.pdf”" in str(caught.value)


def child(monkeypatch: pytest.MonkeyPatch, folder: Path, program: str) -> None:
    """Let `run` start another program in the place of the decoder."""
    script = folder / "decoder.py"
    script.write_text(program)
    monkeypatch.setattr(remake, "__file__", str(script))


@pytest.mark.parametrize(
    "program",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "raise SystemExit(3)",
        "pass",
        "import sys; sys.exit('no')",
    ],
)
def test_a_decoder_that_dies_is_a_file_that_cannot_be_read(
    program: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    child(monkeypatch, tmp_path, program)
    with pytest.raises(remake.Refused, match="unreadable"):
        remake.run("image", hostile.picture())


def test_a_decoder_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    child(monkeypatch, tmp_path, "import signal; signal.pause()")
    monkeypatch.setattr(remake, "WALL_SECONDS", 0.5)
    with pytest.raises(remake.Refused, match="unreadable"):
        remake.run("image", hostile.picture())


def test_the_decoder_is_told_no_secret_of_the_process_that_starts_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TXNG_DATABASE_APP", "postgresql://secret")
    seen = tmp_path / "seen"
    child(monkeypatch, tmp_path, f"import os; open({str(seen)!r}, 'w').write(repr(dict(os.environ)))")
    with pytest.raises(remake.Refused):
        remake.run("image", b"")
    assert "secret" not in seen.read_text()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "data", "kind", "ending"),
    [("anh.png", hostile.picture("PNG"), "image", "jpg"), ("giay.pdf", hostile.plain_pdf(), "pdf", "pdf"),
     ("IMG_1.HEIC", hostile.HEIC, "image", "jpg")],
)  # fmt: skip
def test_an_upload_is_kept_as_it_was_made_anew(name: str, data: bytes, kind: str, ending: str) -> None:
    upload = SimpleUploadedFile(name, data, content_type="text/html")
    upload.read(3)  # a form may have had a look already
    stored = intake.store_upload(upload)
    kept = storage.read(stored.path)
    again = StoredFile.objects.get(id=stored.id)
    assert (again.kind, again.name, again.path.rpartition(".")[2], again.public) == (kind, name, ending, False)
    assert again.size == len(kept)
    assert hashlib.sha256(kept).hexdigest() == again.sha256 != again.sent_sha256
    assert again.sent_sha256 == hashlib.sha256(data).hexdigest()
    assert data not in kept


def test_of_a_far_too_large_upload_only_the_beginning_is_read_and_its_true_weight_is_said() -> None:
    class Large(SimpleUploadedFile):
        asked = 0

        def read(self, size: int = -1) -> bytes:
            self.asked = size
            return super().read(size)

    upload = Large("don.pdf", hostile.plain_pdf() + bytes(40 * intake.MEGABYTE))
    with pytest.raises(BadInput) as caught:
        intake.store_upload(upload)
    assert "nặng 41 MB, tối đa 20 MB" in str(caught.value)
    assert upload.asked == intake.PDF_BYTES + 1


def test_a_reader_never_meets_half_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        storage.write("nothing-else/cd.jpg", b"x" * 100)
    assert list(storage.open_path("nothing-else").iterdir()) == []
