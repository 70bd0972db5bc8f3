"""A refusal in the standard's words: RFC 7807 with the exception types of EPCIS, in JSON or XML (standards.md 2.7)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from lxml import etree

from txng.gs1.epcis import Fault
from txng.kernel.errors import Refusal
from txng.kernel.requests import request_id
from txng.trace import faults as trace_faults

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SPACE = "urn:epcglobal:epcis:xsd:2"
_TYPES = {
    400: "epcisException:ValidationException",
    401: "epcisException:SecurityException",
    403: "epcisException:SecurityException",
    404: "epcisException:NoSuchNameException",
    406: "epcisException:NotAcceptableException",
    409: "epcisException:ResourceAlreadyExistsException",
    413: "epcisException:CaptureLimitExceededException",
    414: "epcisException:URITooLongException",
    415: "epcisException:UnsupportedMediaTypeException",
    501: "epcisException:ImplementationException",
}


class EpcisRefusal(Refusal):
    """A refusal that knows its exception type, and what was wrong where."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        kind: str = "",
        faults: Iterable[Fault] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail, code=code)
        self.status = status
        self.kind = kind
        self.faults = list(faults)
        self.headers = headers or {}


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The problem of a refusal, whoever raised it."""
    kind = getattr(refusal, "kind", "") or _TYPES.get(refusal.status, "about:blank")
    detail = "There is nothing at this address." if refusal.status == 404 else str(refusal)
    body: dict[str, Any] = {
        "type": kind,
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "detail": detail,
        "instance": request.path,
        "code": refusal.code if refusal.status != 404 else "not_there",
        "support_id": request_id(),
    }
    if errors := trace_faults.kept(getattr(refusal, "faults", ())):
        body["errors"] = errors
    as_xml = wants_xml(request)
    answer = HttpResponse(
        _xml(body) if as_xml else json.dumps(body, ensure_ascii=False),
        status=refusal.status,
        content_type=f"application/problem+{'xml' if as_xml else 'json'}",
    )
    for name, value in getattr(refusal, "headers", {}).items():
        answer[name] = value
    if refusal.status == 401:
        why = "" if refusal.code == "token_missing" else f', error="invalid_token", error_description="{refusal.code}"'
        answer["WWW-Authenticate"] = f'Bearer realm="txng"{why}'
    if refusal.status == 429:
        answer["Retry-After"] = "60"
    return answer


def wants_xml(request: HttpRequest) -> bool:
    offered = ["application/problem+json", "application/json", "application/problem+xml", "application/xml"]
    return str(request.get_preferred_type(offered) or "").endswith("xml")


def _xml(body: dict[str, Any]) -> bytes:
    root = etree.Element(f"{{{SPACE}}}EPCISException", nsmap={"epcis": SPACE})
    for name, value in body.items():
        if name != "errors":
            etree.SubElement(root, name).text = xml_text(value)
    for error in body.get("errors", ()):
        part = etree.SubElement(root, "error")
        for name, value in error.items():
            etree.SubElement(part, name).text = xml_text(value)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def xml_text(value: object) -> str:
    """XML has no word for control characters."""
    return _NOT_IN_XML.sub("\ufffd", str(value))
