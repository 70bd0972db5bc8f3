"""The Core Business Vocabulary: one bare word inside, four spellings outside.

Partners write `shipping`, `urn:epcglobal:cbv:bizstep:shipping`, `https://ref.gs1.org/cbv/BizStep-shipping` (with
http and with the older host ns.gs1.org as well) or the CURIE `cbv:BizStep-shipping`. A word GS1 does not list is
kept exactly as it was sent, so that an older or newer vocabulary is not lost here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

_VALUES: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "cbv-2.0-values.json").read_text("utf-8"))

# Event field → list of the vocabulary.
FIELDS = {
    "bizStep": "bizStep",
    "disposition": "disposition",
    "bizTransaction": "bizTransactionType",
    "source": "sourceDestType",
    "destination": "sourceDestType",
    "reason": "errorReason",
    "type": "sensorMeasurementType",
    "exception": "sensorAlertType",
    "component": "component",
}
WORDS: dict[str, frozenset[str]] = {name: frozenset(part["values"]) for name, part in _VALUES.items()}
_URN: dict[str, str] = {name: part["urn_prefix"] for name, part in _VALUES.items() if part["urn_prefix"]}
_WEB: dict[str, str] = {name: part["web_uri_prefix"].rsplit("/", 1)[1] for name, part in _VALUES.items()}
_CBV_WEB = re.compile(r"(?:https?://(?:ref|ns)\.gs1\.org/cbv/|cbv:)", re.IGNORECASE)
# The Web Vocabulary under its three hosts; all mean the same word (standards.md, rule 10).
_VOC_WEB = re.compile(r"(?:https?://(?:ref\.|www\.)?gs1\.org/voc/|gs1:)", re.IGNORECASE)
_SENSOR = ("sensorMeasurementType", "sensorAlertType")
_OLD_SENSOR = re.compile(r"https?://(?:ref\.|www\.)?gs1\.org/voc/(?:MT|AT)-")


@lru_cache(maxsize=4096)
def bare(kind: str, value: str, cbv_prefix: str = "https://ref.gs1.org/cbv/") -> str:
    """The bare word behind any spelling of a word of this list; anything else comes back untouched."""
    if ":" not in value:
        return value
    words = WORDS[kind]
    urn = _URN.get(kind)
    if urn and value.startswith(urn) and value[len(urn) :] in words:
        return value[len(urn) :]
    found = (_VOC_WEB if kind in _SENSOR else _CBV_WEB).match(value)
    if found:
        rest, stem = value[found.end() :], _WEB[kind]
        if rest.startswith(stem) and rest[len(stem) :] in words:
            return rest[len(stem) :]
    return value


def web_uri(kind: str, value: str) -> str:
    """The Web URI of a bare word; the spellings of the event hash and of XML 2.0."""
    if kind in _SENSOR:
        if ":" not in value:
            return "https://ref.gs1.org/voc/" + value
        found = re.match(r"https?://(?:ref\.|www\.)?gs1\.org/voc/", value)
        return "https://ref.gs1.org/voc/" + value[found.end() :] if found else value
    if ":" not in value:
        return "https://ref.gs1.org/cbv/" + _WEB[kind] + value
    if (urn := _URN.get(kind)) and value.startswith(urn):
        return "https://ref.gs1.org/cbv/" + _WEB[kind] + value[len(urn) :]
    return value


def urn(kind: str, value: str) -> str:
    """The URN of a bare word; lists without URNs (sensor words) answer in their Web URI."""
    stem = _URN.get(kind)
    if stem is None:
        return web_uri(kind, value)
    return stem + value if ":" not in value else value


def is_unknown(kind: str, value: str) -> bool:
    """A word in GS1's own name space that GS1 does not list."""
    if ":" not in value:
        return value not in WORDS[kind]
    if kind in _SENSOR:
        return _VOC_WEB.match(value) is not None
    return value.startswith("urn:epcglobal:cbv:") or _CBV_WEB.match(value) is not None


def is_draft_sensor_word(value: str) -> bool:
    return _OLD_SENSOR.match(value) is not None


def resolve(value: str, namespaces: Mapping[str, str]) -> str:
    """A CURIE of one of GS1's vocabularies in full; a CURIE of anybody else stays as it was written."""
    prefix, colon, local = value.partition(":")
    if colon and not local.startswith("//"):
        namespace = namespaces.get(prefix, "")
        if _CBV_WEB.fullmatch(namespace) or _VOC_WEB.fullmatch(namespace):
            return namespace + local
        if not namespace and prefix in ("gs1", "cbv"):
            return ("https://ref.gs1.org/voc/" if prefix == "gs1" else "https://ref.gs1.org/cbv/") + local
    return value
