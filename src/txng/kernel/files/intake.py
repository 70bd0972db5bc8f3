"""Taking a file in: what it is is decided by its content, never by its name or declared type.

Pictures are decoded and made anew (metadata, place of capture and anything hidden behind the picture stay out);
PDFs are rewritten without scripts, actions and attachments. Limits: names.md 5.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import IO, Any

import pikepdf
import puremagic
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from txng.kernel.clock import now
from txng.kernel.errors import BadInput
from txng.kernel.files import storage
from txng.kernel.files.models import StoredFile
from txng.kernel.text import clean

IMAGE_BYTES = 10 * 1024 * 1024
PDF_BYTES = 20 * 1024 * 1024
PIXELS = 50_000_000
LONGEST_SIDE = 2_560

_IMAGE_TYPES = {"JPEG", "PNG", "WEBP", "HEIF"}
_heif_ready = False


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as it will be stored."""

    kind: str
    content_type: str
    data: bytes
    width: int | None = None
    height: int | None = None


def store_upload(upload: Any, *, accept: tuple[str, ...] = ("image", "pdf"), public: bool = False) -> StoredFile:
    """Check, remake and keep one uploaded file. Raises BadInput with a sentence that names the file and the limit."""
    return store_bytes(upload.read(PDF_BYTES + 1), name=upload.name or "", accept=accept, public=public)


def store_bytes(data: bytes, *, name: str, accept: tuple[str, ...] = ("image", "pdf"), public: bool = False) -> StoredFile:
    taken = examine(data, name=name, accept=accept)
    stored = StoredFile(
        kind=taken.kind,
        content_type=taken.content_type,
        name=short_name(name),
        size=len(taken.data),
        sha256=hashlib.sha256(taken.data).hexdigest(),
        sent_sha256=hashlib.sha256(data).hexdigest(),
        width=taken.width,
        height=taken.height,
        public=public,
        stored_at=now(),
    )
    # The file first: a row without a file would be a lie, a file without a row is only waste.
    storage.write(stored.path, taken.data)
    stored.save(force_insert=True)
    return stored


def short_name(name: str) -> str:
    """The device's name for the file, without folders, at most 160 characters, its ending kept."""
    base = clean(name.replace("\\", "/").rsplit("/", 1)[-1]).replace("/", "") or "tep"
    if len(base) <= 160:
        return base
    stem, dot, ending = base.rpartition(".")
    return f"{stem[:140]}{dot}{ending[:12]}"


def examine(data: bytes, *, name: str, accept: tuple[str, ...]) -> Taken:
    if not data:
        raise BadInput(_("The file “%(name)s” is empty.") % {"name": short_name(name)}, code="file_empty")
    if data[:5] == b"%PDF-":
        kind = "pdf"
    else:
        kind = "image" if _looks_like_image(data) else ""
    if kind not in accept:
        raise _unreadable(name, accept)
    limit = PDF_BYTES if kind == "pdf" else IMAGE_BYTES
    if len(data) > limit:
        raise BadInput(too_large_message(len(data), limit), code="file_too_large")
    return _remake_pdf(data, name, accept) if kind == "pdf" else _remake_image(data, name, accept)


def too_large_message(size: int, limit: int) -> str:
    return _("The file weighs %(size)s MB, at most %(limit)s MB.") % {
        "size": max(1, round(size / 1024 / 1024)),
        "limit": limit // 1024 // 1024,
    }


def _unreadable(name: str, accept: tuple[str, ...]) -> BadInput:
    if "pdf" in accept:
        sentence = _("The file “%(name)s” cannot be read. Send a picture or a PDF.")
    else:
        sentence = _("The file “%(name)s” cannot be read. Send a picture (JPG, PNG, WebP or HEIC).")
    return BadInput(sentence % {"name": short_name(name)}, code="file_unreadable")


def _looks_like_image(data: bytes) -> bool:
    try:
        found = {match.mime_type for match in puremagic.magic_string(data[:4096])}
    except (puremagic.PureError, ValueError):
        found = set()
    # HEIC comes with many brands; the box type at byte 4 is what they share.
    return data[4:8] == b"ftyp" or any(mime.startswith("image/") for mime in found)


def _open_image(data: bytes) -> Image.Image:
    global _heif_ready
    if data[4:8] == b"ftyp" and not _heif_ready:
        import pi_heif

        pi_heif.register_heif_opener()
        _heif_ready = True
    return Image.open(io.BytesIO(data))


def _remake_image(data: bytes, name: str, accept: tuple[str, ...]) -> Taken:
    try:
        image = _open_image(data)
        if image.format not in _IMAGE_TYPES:
            raise _unreadable(name, accept)
        # Before any pixel is decoded: a 1 MB file may claim 60,000 × 60,000.
        if image.width * image.height > PIXELS:
            raise BadInput(
                _("The picture “%(name)s” has too many pixels, at most 50 million.") % {"name": short_name(name)},
                code="file_too_many_pixels",
            )
        image.load()
        image = ImageOps.exif_transpose(image)
    except BadInput:
        raise
    except Exception as error:  # Pillow and its plug-ins raise anything on broken data; it is always the file's fault
        raise _unreadable(name, accept) from error
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if image.mode in ("RGBA", "LA", "P"):
        canvas = Image.new("RGB", image.size, "white")
        rgba = image.convert("RGBA")
        canvas.paste(rgba, mask=rgba.getchannel("A"))
        image = canvas
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=85, optimize=True, progressive=True)
    return Taken("image", "image/jpeg", out.getvalue(), image.width, image.height)


_PDF_ACTIVE = ("/OpenAction", "/AA", "/AcroForm", "/Names", "/EmbeddedFiles", "/AF", "/Collection")


def _remake_pdf(data: bytes, name: str, accept: tuple[str, ...]) -> Taken:
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) == 0:
                raise _unreadable(name, accept)
            for key in _PDF_ACTIVE:
                if key in pdf.Root:
                    del pdf.Root[key]
            for page in pdf.pages:
                for key in ("/AA", "/Annots"):
                    if key in page.obj:
                        del page.obj[key]
            out = io.BytesIO()
            pdf.remove_unreferenced_resources()
            pdf.save(out)
    except BadInput:
        raise
    except pikepdf.PasswordError as error:
        raise BadInput(
            _("The PDF “%(name)s” is locked by a password. Send it without one.") % {"name": short_name(name)},
            code="file_locked",
        ) from error
    except Exception as error:
        raise _unreadable(name, accept) from error
    return Taken("pdf", "application/pdf", out.getvalue())


def read_limited(file: IO[bytes], limit: int) -> bytes:
    """At most limit + 1 bytes, so that a larger file is recognised without being read whole."""
    return file.read(limit + 1)
