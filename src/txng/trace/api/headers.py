"""The GS1-… headers: what this repository supports, what a caller asks for (standards.md 2.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from txng.trace.api.problems import EpcisRefusal
from txng.trace.beside import known_prefixes

EPCIS = "2.0.0"
CBV = "2.0.0"
VENDOR = "txng"
# EPCIS 1.x documents are read, never written.
_READ_FROM = (1, 0)
_VERSION = re.compile(r"\d{1,3}(\.\d{1,3}){0,3}")
EPC_FORMATS = ("No_Preference", "Always_GS1_Digital_Link", "Always_EPC_URN", "Never_Translates")
CBV_FORMATS = ("No_Preference", "Always_Web_URI", "Always_URN", "Never_Translates")
BEHAVIOURS = ("rollback", "proceed")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a caller wants the answer to look like."""

    epc_format: str = "No_Preference"
    cbv_format: str = "No_Preference"


def versions() -> dict[str, str]:
    """On every answer."""
    return {"GS1-EPCIS-Version": EPCIS, "GS1-CBV-Version": CBV, "GS1-Vendor-Version": VENDOR}


def capabilities() -> dict[str, str]:
    """On the answer to OPTIONS."""
    return {
        "GS1-EPCIS-Min": EPCIS,
        "GS1-EPCIS-Max": EPCIS,
        "GS1-CBV-Min": CBV,
        "GS1-CBV-Max": CBV,
        "GS1-EPC-Format": "Always_GS1_Digital_Link",
        "GS1-CBV-XML-Format": "Always_Web_URI",
    }


def capture_capabilities() -> dict[str, str]:
    return {**capabilities(), **capture_limits(), "GS1-Capture-Error-Behaviour": "all"}


def capture_limits() -> dict[str, str]:
    return {
        "GS1-EPCIS-Capture-Limit": str(settings.EPCIS_EVENTS),
        "GS1-EPCIS-Capture-File-Size-Limit": str(settings.EPCIS_BYTES),
    }


def extensions() -> dict[str, str]:
    """Vocabularies of partners by the prefixes under which they are written and asked for; bounded as a header is."""
    named = [f"{prefix}={uri}" for uri, prefix in sorted(known_prefixes().items(), key=lambda pair: pair[1])]
    kept: list[str] = []
    for one in named:
        if one.isascii() and one.isprintable() and "," not in one and sum(map(len, kept)) + len(one) < 4_000:
            kept.append(one)
    return {"GS1-Extensions": ", ".join(kept)} if kept else {}


def asked(request: HttpRequest) -> Asked:
    """Read and judge the caller's headers; no overlap of versions, or a word that does not exist, is a 406 (RE-06)."""
    _require_overlap(request, "GS1-EPCIS", EPCIS)
    _require_overlap(request, "GS1-CBV", CBV)
    for name in ("GS1-EPCIS-Version", "GS1-CBV-Version"):
        sent = _version(request, name)
        if sent is not None and not _READ_FROM <= sent < (2, 1):
            raise _not_acceptable(name, f"{name} {request.headers[name]} is not read here")
    return Asked(_word(request, "GS1-EPC-Format", EPC_FORMATS), _word(request, "GS1-CBV-XML-Format", CBV_FORMATS))


def behaviour(request: HttpRequest) -> str:
    found = request.headers.get("GS1-Capture-Error-Behaviour", "rollback").strip()
    if found not in BEHAVIOURS:
        raise EpcisRefusal(400, "error_behaviour", "GS1-Capture-Error-Behaviour is rollback or proceed")
    return found


def _require_overlap(request: HttpRequest, which: str, ours: str) -> None:
    supported = _numbers(ours)
    lowest, highest = _version(request, f"{which}-Min"), _version(request, f"{which}-Max")
    if (lowest is not None and lowest > supported) or (highest is not None and _padded(highest) < supported):
        raise _not_acceptable(which, f"answers are in {which.removeprefix('GS1-')} {ours} alone")


def _version(request: HttpRequest, name: str) -> tuple[int, ...] | None:
    sent = request.headers.get(name)
    if sent is None:
        return None
    if not _VERSION.fullmatch(sent.strip()):
        raise _not_acceptable(name, f"{name} is no version")
    return _numbers(sent.strip())


def _numbers(version: str) -> tuple[int, ...]:
    found = tuple(int(part) for part in version.split("."))
    while len(found) > 1 and found[-1] == 0:
        found = found[:-1]
    return found


def _padded(highest: tuple[int, ...]) -> tuple[int, ...]:
    """“2” as the highest version means every 2.x."""
    return (*highest, 999) if len(highest) < 2 else highest


def _word(request: HttpRequest, name: str, known: tuple[str, ...]) -> str:
    found = request.headers.get(name, "No_Preference").strip()
    if found not in known:
        raise _not_acceptable(name, f"{name} is one of {', '.join(known)}")
    return found


def _not_acceptable(name: str, detail: str) -> EpcisRefusal:
    return EpcisRefusal(406, "version" if "Format" not in name else "format", detail)
