"""Taking a file in: what it is is decided by its content, never by its name or declared type.

Pictures are decoded and made anew (metadata, place of capture and anything hidden behind the picture stay out);
PDFs are rewritten without scripts, actions and attachments; sound is kept as it is, without what describes it; maps are
written anew; of a spreadsheet only the text of its cells comes through. Nothing lies anywhere before it was examined:
until then the bytes are those of the request, and a refused file leaves nothing behind. Limits: names.md 5.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, NoReturn

from django.db import transaction
from django.utils.translation import gettext as _

from txng.kernel.clock import now
from txng.kernel.errors import BadInput
from txng.kernel.files import quota, storage
from txng.kernel.files.models import StoredFile
from txng.kernel.files.remake import Made, Refused, remake, run
from txng.kernel.requests import owner
from txng.kernel.text import clean

MEGABYTE = 1024 * 1024
IMAGE_BYTES = 10 * MEGABYTE
PDF_BYTES = 20 * MEGABYTE
SOUND_BYTES = 5 * MEGABYTE
SHEET_BYTES = 10 * MEGABYTE
GEO_BYTES = 5 * MEGABYTE
LIMITS = {
    "image": IMAGE_BYTES,
    "pdf": PDF_BYTES,
    "sound": SOUND_BYTES,
    "sheet": SHEET_BYTES,
    "geo": GEO_BYTES,
}
_SOUND_BRANDS = (
    b"M4A ",
    b"M4B ",
    b"mp41",
    b"mp42",
    b"isom",
    b"iso2",
    b"iso5",
    b"iso6",
    b"dash",
    b"3gp",
    b"qt  ",
    b"msdh",
)


def store_upload(upload: Any, *, accept: tuple[str, ...] = ("image", "pdf"), public: bool = False) -> StoredFile:
    """Check, remake and keep one uploaded file. Raises BadInput with a sentence that names the file and the limit."""
    upload.seek(0)
    data = upload.read(PDF_BYTES + 1)
    return _store(data, max(upload.size or 0, len(data)), upload.name or "", accept, public, isolated=True)


def store_bytes(
    data: bytes, *, name: str, accept: tuple[str, ...] = ("image", "pdf"), public: bool = False
) -> StoredFile:
    """The same for bytes of our own making, which need no process of their own."""
    return _store(data, len(data), name, accept, public, isolated=False)


def _store(data: bytes, size: int, name: str, accept: tuple[str, ...], public: bool, *, isolated: bool) -> StoredFile:
    kind, made = examine(data, name=name, accept=accept, size=size, isolated=isolated)
    stored = StoredFile(
        kind=kind,
        content_type=made.content_type,
        name=short_name(name),
        size=len(made.data),
        sha256=hashlib.sha256(made.data).hexdigest(),
        sent_sha256=hashlib.sha256(data).hexdigest(),
        width=made.width,
        height=made.height,
        seconds=made.seconds,
        likeness=made.likeness,
        public=public,
        owner=owner(),
        stored_at=now(),
    )
    # The file first: a row without a file would be a lie, a file without a row is only waste.
    with transaction.atomic():
        quota.charge(stored.owner, stored.size)
        storage.write(stored.path, made.data)
        stored.save(force_insert=True)
    return stored


def short_name(name: str) -> str:
    """The device's name for the file, without folders, on one line, at most 160 characters, its ending kept."""
    base = " ".join(clean(name.replace("\\", "/").rsplit("/", 1)[-1]).split())
    if not base.strip("."):
        return "tep"
    stem, dot, ending = base.rpartition(".")
    return base if len(base) <= 160 else f"{(stem or base)[:140]}{dot}{ending[:12] if dot else ''}"


def examine(
    data: bytes, *, name: str, accept: tuple[str, ...], size: int | None = None, isolated: bool = False
) -> tuple[str, Made]:
    """The kind of a file and what is kept of it."""
    size = len(data) if size is None else size
    if not data:
        raise BadInput(_("The file “%(name)s” is empty.") % {"name": short_name(name)}, code="file_empty")
    kind = kind_of(data)
    if kind not in accept:
        _refuse("unreadable", name, accept)
    if size > (limit := LIMITS[kind]):
        raise BadInput(too_large_message(size, limit), code="file_too_large")
    try:
        return kind, (run if isolated else remake)(kind, data)
    except Refused as refusal:
        _refuse(str(refusal), name, accept)


def rows_of_sheet(upload: Any) -> dict[str, Any]:
    """The cells of an uploaded spreadsheet as text (see `sheet.read`). Nothing of the file itself is kept."""
    upload.seek(0)
    data = upload.read(SHEET_BYTES + 1)
    size = max(upload.size or 0, len(data))
    _kind, made = examine(data, name=upload.name or "", accept=("sheet",), size=size, isolated=True)
    found: dict[str, Any] = json.loads(made.data)
    return found


def shapes_of(upload: Any) -> bytes:
    """The shapes of an uploaded map as GeoJSON (see `geo.read`). Nothing of the file itself is kept."""
    upload.seek(0)
    data = upload.read(GEO_BYTES + 1)
    size = max(upload.size or 0, len(data))
    _kind, made = examine(data, name=upload.name or "", accept=("geo",), size=size, isolated=True)
    return made.data


def kind_of(data: bytes) -> str:
    """Which decoder may try; the decoder has the last word."""
    if data[:8].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF") and b"%PDF-" in data[:12]:
        return "pdf"
    picture = (
        data[:3] == b"\xff\xd8\xff"
        or data[:8] == b"\x89PNG\r\n\x1a\n"
        or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
        or data[4:8] == b"ftyp"  # HEIC comes with many brands; the box is what they share
    )
    if picture and not (data[4:8] == b"ftyp" and data[8:12].startswith(_SOUND_BRANDS)):
        return "image"
    if data[:4] in (b"OggS", b"\x1aE\xdf\xa3") or data[:3] == b"ID3" or (data[:4] == b"RIFF" and data[8:12] == b"WAVE"):
        return "sound"
    if picture or (len(data) > 1 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2):
        return "sound"
    if data[:4] == b"PK\x03\x04":
        return "sheet"
    begins = data[:1_000].removeprefix(b"\xef\xbb\xbf").lstrip()
    if begins[:1] == b"{" or (begins[:1] == b"<" and b"<kml" in begins.lower()):
        return "geo"
    return ""


def too_large_message(size: int, limit: int) -> str:
    """Rounded up: “10 MB, at most 10 MB” would puzzle."""
    megabytes = {"size": -(-size // MEGABYTE), "limit": limit // MEGABYTE}
    return _("The file weighs %(size)s MB, at most %(limit)s MB.") % megabytes


def _refuse(why: str, name: str, accept: tuple[str, ...]) -> NoReturn:
    if why == "pixels":
        sentence = _("The picture “%(name)s” has too many pixels, at most 50 million.")
        code = "file_too_many_pixels"
    elif why == "webp":
        sentence = _("The WebP picture “%(name)s” has too many pixels, at most 24 million. Send it as JPG.")
        code = "file_too_many_pixels"
    elif why == "locked":
        sentence, code = _("The PDF “%(name)s” is locked by a password. Send it without one."), "file_locked"
    elif why == "long":
        sentence, code = _("The sound “%(name)s” is longer than 60 seconds. Record a shorter one."), "sound_too_long"
    elif why == "video":
        sentence, code = _("“%(name)s” is a video. Send sound only."), "file_video"
    elif why == "macros":
        sentence = _("The file “%(name)s” holds macros or links to other files. Copy the rows into the Excel template.")
        code = "file_macros"
    elif why == "numbers":
        sentence = _("A coordinate in the file “%(name)s” is not a number. Export it from the map program again.")
        code = "file_not_finite"
    elif why == "nothing":
        sentence, code = _("There is no shape in the file “%(name)s”."), "file_nothing"
    elif accept == ("sheet",):
        sentence, code = _("The file “%(name)s” cannot be read. Send the Excel template (.xlsx)."), "file_unreadable"
    elif accept == ("sound",):
        sentence = _("The file “%(name)s” cannot be read. Send sound (M4A, MP3, WAV, OGG or WebM).")
        code = "file_unreadable"
    elif accept == ("geo",):
        sentence, code = _("The file “%(name)s” cannot be read. Send GeoJSON or KML."), "file_unreadable"
    elif "pdf" in accept:
        sentence, code = _("The file “%(name)s” cannot be read. Send a picture or a PDF."), "file_unreadable"
    else:
        sentence = _("The file “%(name)s” cannot be read. Send a picture (JPG, PNG, WebP or HEIC).")
        code = "file_unreadable"
    raise BadInput(sentence % {"name": short_name(name)}, code=code)
