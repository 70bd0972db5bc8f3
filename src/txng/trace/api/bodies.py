"""Taking a message in: its type and its size are judged before a byte of it is kept or read (RE-05, RE-17)."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from txng.trace.api.headers import capture_limits
from txng.trace.api.problems import EpcisRefusal
from txng.trace.media import JSON, XML, media_type

_PIECE = 1 << 16


def message(request: HttpRequest) -> tuple[bytes, str]:
    """(bytes, media type) of what was sent."""
    media = media_type(request.headers.get("Content-Type", ""))
    if not media:
        raise EpcisRefusal(415, "media_type", f"Read here: {', '.join(JSON + XML)}, in UTF-8.")
    if request.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise EpcisRefusal(415, "content_encoding", "Send the message as it is, without compression.")
    most = settings.EPCIS_BYTES
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length and request.headers.get("Transfer-Encoding"):
        raise EpcisRefusal(411, "no_length", "Send the message with its length.", kind="about:blank")
    if length and int(length) > most:  # digits: project.middleware has refused everything else
        _let_it_pass(request, int(length))
        raise _too_large(most)
    pieces, size = [], 0
    while piece := request.read(_PIECE):
        size += len(piece)
        if size > most:
            raise _too_large(most)
        pieces.append(piece)
    if not pieces:
        raise EpcisRefusal(400, "empty", "The message is empty.")
    return b"".join(pieces), media


def _too_large(most: int) -> EpcisRefusal:
    return EpcisRefusal(
        413, "too_large", f"A message has at most {most} bytes. Send its events in several.", headers=capture_limits()
    )


def _let_it_pass(request: HttpRequest, length: int) -> None:
    """Read it and throw it away, so that the sender reads our answer instead of a broken connection."""
    while length > 0 and (piece := request.read(min(length, _PIECE))):
        length -= len(piece)
