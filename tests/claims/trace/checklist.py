"""The conformance checklist of EPCIS, its interface, its hash and its identifiers, as far as this project answers it.

Level: M must, S should, P the project's own. The WebSocket form of subscriptions is left out of RE-15.
"""

from __future__ import annotations

import re
from pathlib import Path

MUST, SHOULD, PROJECT = "M", "S", "P"
GROUPS = {
    "EP": "MMMMMMMMMMMMMMMSMSP",
    "RE": "MMMMMMMMMMMMMMMMMSSPP",
    "HA": "MMMMMM",
    "ID": "MMMMMMMM",
    "DL": "MMMMMMMMM",
    "VN": "M",
}
LEVELS = {f"{group}-{number:02d}": level for group, levels in GROUPS.items() for number, level in enumerate(levels, 1)}
# What a “should” asks for and where it stands; each has its tests too.
SHOULDS = {
    "EP-16": "built: a reading level for each connection key, strict, standard or liberal (src/txng/trace/sources.py)",
    "EP-18": "built: master data of the header is kept with its sender and answers WD_, HASATTR_ and EQ_ATTR_",
    "RE-18": "built: both forms of a key are one, whichever the sender or the question used",
    "RE-19": "built: units of UN/ECE Recommendation 20 are converted in quantities and measurements",
}
FOLDERS = ("tests/conformance", "tests/gs1", "tests/trace", "tests/resolver")
_NAMED = re.compile(r"^(?:    )?def (test_\w+)\(", re.MULTILINE)
_ID = re.compile(r"(?<![a-z])(ep|re|ha|id|dl|vn)_([0-9]{2})(?![0-9])")


def ids_of(name: str) -> set[str]:
    return {f"{group.upper()}-{number}" for group, number in _ID.findall(name)}


def found_tests(repository: Path) -> dict[str, set[str]]:
    """ID → the tests whose names carry it, as pytest is told of them."""
    found: dict[str, set[str]] = {one: set() for one in LEVELS}
    for folder in FOLDERS:
        for path in sorted((repository / folder).rglob("test_*.py")):
            for name in _NAMED.findall(path.read_text(encoding="utf-8")):
                for one in ids_of(name) & found.keys():
                    found[one].add(f"{path.relative_to(repository)}::{name}")
    return found
