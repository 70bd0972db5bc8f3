from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from txng.access.doors import for_everybody
from txng.kernel.errors import NotThere
from txng.kernel.files import storage
from txng.resolver.pictures import NAME, stored_as


@for_everybody
@require_safe
def small(request: HttpRequest, name: str) -> HttpResponse:
    """The picture of a card. Its name holds the picture's id and size, so that it may be kept for ever."""
    if not NAME.fullmatch(f"{name}.webp"):
        raise NotThere
    try:
        data = storage.read(stored_as(f"{name}.webp"))  # at most 30 KB
    except FileNotFoundError:
        raise NotThere from None
    response = HttpResponse(data, content_type="image/webp")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
