"""Stored events as answers: in the syntax, the identifiers and the words the caller asked for (RE-07, RE-08, RE-17)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from django.http import HttpRequest, HttpResponse

from txng.gs1.epcis import Event, write_json, write_xml
from txng.trace.api.headers import Asked, extensions
from txng.trace.api.problems import EpcisRefusal
from txng.trace.beside import known_prefixes
from txng.trace.models import CapturedEvent

OFFERED = ["application/json", "application/ld+json", "application/xml"]
_CBV: dict[str, Literal["web_uri", "urn"]] = {"Always_URN": "urn"}
_OURS = re.compile(r"https://id\.gs1\.org/")


def preferred(request: HttpRequest, offered: list[str] | None = None) -> str:
    """The media type of the answer; 406 where nothing we have is wanted."""
    offered = offered or OFFERED
    found = request.get_preferred_type(offered)
    if found is None:
        raise EpcisRefusal(406, "media_type", f"Offered here: {', '.join(offered)}.")
    return str(found)


def as_asked(row: CapturedEvent, epc_format: str) -> tuple[Event, bool]:
    """The event, and whether a Digital Link had to stay one although URNs were wanted.

    A URN says how long the company prefix is, which no Digital Link does: where its sender wrote no URN we would have
    to guess, and do not (standards.md 1.9).
    """
    event = Event.from_json(row.body | {"recordTime": row.record_time.isoformat()})
    if epc_format not in ("Always_EPC_URN", "Never_Translates"):
        return event, False
    spelled, left = row.sent or {}, False

    def shown(uri: str) -> str:
        nonlocal left
        sent = str(spelled.get(uri, uri))
        if epc_format == "Never_Translates" or sent.lower().startswith("urn:epc:"):
            return sent
        left = left or _OURS.match(uri) is not None
        return uri

    return Event.from_json(event.as_json(identifiers=shown)), left


def query_document(
    request: HttpRequest, rows: Iterable[CapturedEvent], asked: Asked, *, query_name: str = "SimpleEventQuery"
) -> HttpResponse:
    """An EPCISQueryDocument of these events, which the caller may see whole."""
    media = preferred(request)
    found = [as_asked(row, asked.epc_format) for row in rows]
    events, prefixes = [event for event, _ in found], known_prefixes()
    said = {"Always_EPC_URN": "Always_EPC_URN", "Never_Translates": "Never_Translates"}.get(
        asked.epc_format, "Always_GS1_Digital_Link"
    )
    headers = {"GS1-EPC-Format": "No_Preference" if any(left for _, left in found) else said, **extensions()}
    # The trees already are as they shall be; written “as sent” nothing translates them back.
    if media.endswith("xml"):
        headers["GS1-CBV-XML-Format"] = "Always_URN" if asked.cbv_format == "Always_URN" else "Always_Web_URI"
        body = write_xml(
            events,
            kind="EPCISQueryDocument",
            identifiers="sent",
            cbv_format=_CBV.get(asked.cbv_format, "web_uri"),
            prefixes=prefixes,
            query_name=query_name,
        )
    else:
        body = write_json(
            events, kind="EPCISQueryDocument", identifiers="sent", prefixes=prefixes, query_name=query_name
        )
    return HttpResponse(body, content_type=media, headers=headers)
