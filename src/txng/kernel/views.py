from __future__ import annotations

import uuid
from typing import Any

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
        filename=stored.name,
        as_attachment=stored.kind != StoredFile.Kind.IMAGE,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if stored.public:
        response["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
    return response


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
