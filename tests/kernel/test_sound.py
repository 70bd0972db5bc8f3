"""Sound as phones record it: kept as it is, never longer than a minute, never anything but sound."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.kernel import hostile, sounds
from txng.kernel.errors import BadInput
from txng.kernel.files import storage
from txng.kernel.files.intake import SOUND_BYTES, examine, store_upload
from txng.kernel.files.links import file_url

MAKERS: dict[str, Callable[[float], bytes]] = {
    "audio/wav": sounds.wav,
    "audio/mpeg": sounds.mp3,
    "audio/ogg": sounds.ogg,
    "audio/mp4": sounds.m4a,
    "audio/webm": sounds.webm,
}


def kept(data: bytes) -> tuple[str, bytes, float | None]:
    kind, made = examine(data, name="tieng.m4a", accept=("sound",))
    assert kind == "sound"
    return made.content_type, made.data, made.seconds


def refusal(data: bytes, accept: tuple[str, ...] = ("sound",)) -> str:
    with pytest.raises(BadInput) as caught:
        examine(data, name="tieng.m4a", accept=accept)
    assert "“tieng.m4a”" in str(caught.value)
    return caught.value.code


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_sound_is_kept_byte_for_byte_and_its_length_read_from_the_container(kind: str) -> None:
    data = MAKERS[kind](3)
    found, same, seconds = kept(data)
    assert (found, same) == (kind, data)
    assert seconds == pytest.approx(3, abs=0.1)


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_a_minute_is_kept_and_more_is_not(kind: str) -> None:
    assert kept(MAKERS[kind](60))[2] == pytest.approx(60, abs=0.5)
    assert refusal(MAKERS[kind](63)) == "sound_too_long"


def test_what_a_phone_writes_in_pieces_has_its_length_too() -> None:
    assert kept(sounds.fragmented_m4a(4))[2] == pytest.approx(4)


@pytest.mark.parametrize(
    "data",
    [
        sounds.m4a(place=b"+10.0292+105.7500/WHERE-SHE-LIVES"),
        sounds.webm(tags=b"\x73\x73\x81\x00WHERE-SHE-LIVES"),
        sounds.mp3(before=sounds.id3(b"WHERE-SHE-LIVES"), after=b"TAG" + b"WHERE-SHE-LIVES".ljust(125, b"\0")),
        sounds.wav(extra=b"LIST" + (20).to_bytes(4, "little") + b"WHERE-SHE-LIVES....."),
    ],
)
def test_where_and_by_whom_it_was_recorded_stays_out(data: bytes) -> None:
    assert b"WHERE-SHE-LIVES" in data
    _kind, left, seconds = kept(data)
    assert b"WHERE-SHE-LIVES" not in left
    assert seconds == pytest.approx(2, abs=0.1)
    assert kept(left)[2] == seconds  # and what is left is still a sound


@pytest.mark.parametrize(
    "data",
    [sounds.m4a(handler=b"vide", codec=b"avc1"), sounds.m4a(codec=b"avc1"), sounds.webm(kind=1, codec=b"V_VP8")],
)
def test_a_video_is_not_a_sound(data: bytes) -> None:
    assert refusal(data) == "file_video"


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_half_a_sound_and_garbage_behind_its_beginning_are_refused(kind: str) -> None:
    data = MAKERS[kind](2)
    assert refusal(data[:40]) == "file_unreadable"
    assert refusal(data[:16] + b"\xff" * 4_000) in ("file_unreadable", "file_video")


@pytest.mark.parametrize("kind", ["audio/mpeg", "audio/ogg", "audio/mp4", "audio/webm"])
def test_a_page_glued_behind_a_sound_is_refused_or_cut_off(kind: str) -> None:
    data = MAKERS[kind](2) + hostile.HTML * 60
    try:
        left = kept(data)[1]
    except BadInput:
        return
    assert b"<script>" not in left


def test_a_picture_is_no_sound_and_a_sound_is_no_picture() -> None:
    assert refusal(hostile.picture()) == "file_unreadable"
    assert refusal(sounds.m4a(), ("image", "pdf")) == "file_unreadable"


def test_five_megabytes_are_the_limit() -> None:
    with pytest.raises(BadInput, match="tối đa 5 MB"):
        examine(sounds.wav(2) + bytes(SOUND_BYTES), name="tieng.wav", accept=("sound",))


@pytest.mark.django_db
def test_a_stored_sound_is_played_in_parts_and_runs_nothing(client: Client) -> None:
    stored = store_upload(SimpleUploadedFile("Bà Lành kể.wav", sounds.wav(2)), accept=("sound",), public=True)
    assert (stored.kind, stored.seconds, stored.path[-4:]) == ("sound", 2.0, ".wav")
    whole = client.get(file_url(stored))
    assert b"".join(whole.streaming_content) == storage.read(stored.path) == sounds.wav(2)
    assert (whole["Content-Type"], whole["Accept-Ranges"]) == ("audio/wav", "bytes")
    assert whole["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert whole["X-Content-Type-Options"] == "nosniff"
    part = client.get(file_url(stored), headers={"Range": "bytes=100-199"})
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 100-199/{stored.size}")
    assert b"".join(part.streaming_content) == sounds.wav(2)[100:200]
    behind = client.get(file_url(stored), headers={"Range": f"bytes={stored.size}-"})
    assert (behind.status_code, b"".join(behind.streaming_content)) == (416, b"")
    odd = client.get(file_url(stored), headers={"Range": "bytes=-5,7-"})
    assert (odd.status_code, len(b"".join(odd.streaming_content))) == (200, stored.size)
