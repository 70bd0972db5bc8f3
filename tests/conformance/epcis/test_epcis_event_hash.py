"""The vectors of the event hash: upstream's corrected expectations and our own chain."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conformance.epcis import corpus
from txng.gs1 import epcis
from txng.gs1.epcis import identifiers

INDEX: list[dict[str, Any]] = corpus.index("event-hash/index.json")
BINDING = [
    (entry["path"], one, ver)
    for entry in INDEX
    for one in entry.get("hashes", [])
    for ver in ("2.0", "2.1")
    if one["hash" if ver == "2.0" else "hash_cbv21"] and "ignoreFields" not in one["basis"]
]
NORMALISED: list[dict[str, Any]] = corpus.index("event-hash/identifier-normalisation.json")["vectors"]


def test_ha_01_the_list_is_complete() -> None:
    assert len(BINDING) == 124


@pytest.mark.parametrize(("path", "one", "ver"), BINDING, ids=[f"{p[20:]} {o['n']} {v}" for p, o, v in BINDING])
def test_ha_01_every_binding_hash(path: str, one: dict[str, Any], ver: Any) -> None:
    event = corpus.read(path, epcis.LIBERAL).events[one["n"]]
    text = one.get("prehash" if ver == "2.0" else "prehash_cbv21")
    if text:
        assert epcis.prehash(event, ver) == text
    assert epcis.event_hash(event, ver) == one["hash" if ver == "2.0" else "hash_cbv21"]


@pytest.mark.parametrize("path", [entry["path"] for entry in INDEX if "/expected_equal/" in entry["path"]])
def test_ha_02_one_event_in_many_words_has_one_hash(path: str) -> None:
    found = corpus.read(path, epcis.LIBERAL)
    assert not found.errors and len(found.events) > 1
    for ver in ("2.0", "2.1"):
        assert len({epcis.event_hash(event, ver) for event in found.events}) == 1


@pytest.mark.parametrize("vector", NORMALISED, ids=[vector["id"] for vector in NORMALISED])
def test_ha_03_identifiers_are_normalised(vector: dict[str, Any]) -> None:
    wanted = vector["input"] if vector["expected"] is None else vector["expected"]
    assert identifiers.identity(vector["input"]) == wanted
