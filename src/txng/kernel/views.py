from __future__ import annotations

import re
import uuid
from typing import Any, BinaryIO

from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from txng.kernel.errors import NotThere
from txng.kernel.files import storage
from txng.kernel.files.links import may_open
from txng.kernel.files.models import StoredFile


@require_safe
def file(request: HttpRequest, file_id: uuid.UUID) -> HttpResponseBase:
    """A stored file, with headers under which a browser runs nothing of it."""
    stored = get_object_or_404(StoredFile, id=file_id)
    if not may_open(stored, key := request.GET.get("k", "")) and not may_open(stored, key, _who_asks(request)):
        raise NotThere
    try:
        handle = storage.open_path(stored.path).open("rb")
    except FileNotFoundError:
        raise NotThere from None
    # Papers are saved, never shown inside the site: what a PDF viewer does with them is not ours to bound.
    response = FileResponse(
        handle,
        content_type=stored.content_type,
        filename=_named(stored),
        as_attachment=stored.kind not in (StoredFile.Kind.IMAGE, StoredFile.Kind.SOUND),
    )
    if stored.kind == StoredFile.Kind.SOUND:
        _in_part(request, response, handle, stored.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if stored.public:
        response["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
    return response


def _named(stored: StoredFile) -> str:
    """Under the ending of what it is: “hoa-don.pdf.exe” was a picture when we kept it and is saved as one."""
    ending = "." + stored.path.rpartition(".")[2]
    name = stored.name
    return name if name.lower().endswith((ending, ".jpeg") if ending == ".jpg" else ending) else name + ending


def _in_part(request: HttpRequest, response: FileResponse, handle: BinaryIO, size: int) -> None:
    """The stretch a player asks for: iPhones play no sound from a server that cannot give one."""
    response["Accept-Ranges"] = "bytes"
    asked = re.fullmatch(r"bytes=([0-9]{1,9})-([0-9]{0,9})", request.headers.get("Range", ""))
    if asked is None:
        return
    first, last = int(asked[1]), min(int(asked[2] or size - 1), size - 1)
    if first > last:
        response.status_code = 416
        response["Content-Range"] = f"bytes */{size}"
        response["Content-Length"] = "0"
        response.streaming_content = iter(())
        return
    handle.seek(first)
    response.streaming_content = iter([handle.read(last - first + 1)])
    response.status_code = 206
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)


def _who_asks(request: HttpRequest) -> int:
    """Asked of the database on every request, so that a lock holds here as everywhere."""
    actor: Any = getattr(request, "actor", None)
    return 0 if actor is None or actor.powerless_because else actor.user_id or 0


@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The process answers and reaches its database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # whatever keeps the database away, the answer to a load balancer is the same
        return HttpResponse("database away\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
