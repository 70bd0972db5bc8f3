"""Broken identifiers in great number, for `./txng prove trace` and for the tests beside this file.

    python -m tests.gs1.mangling 200000

takes GS1's own vectors, spoils them at random and hands them to every reader of the package.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from txng.gs1 import (
    GS1Error,
    application_identifiers,
    associations,
    check_digit,
    digital_link,
    element_strings,
    epc,
    keys,
    scan_data,
    tcvn,
)
from txng.gs1.check_characters import check_pair

CONFORMANCE = Path(__file__).parents[1] / "conformance"
READERS: dict[str, Callable[[str], object]] = {
    "check digit": check_digit,
    "check pair": check_pair,
    "link": digital_link.parse,
    "lenient link": lambda text: digital_link.parse(text, lenient=True),
    "link without checks": lambda text: digital_link.parse(text, checks=False),
    "link of a GTIN": lambda text: digital_link.build("01", text),
    "link of a key": lambda text: digital_link.build(text, text, {text: text}, [(text, text)]),
    "percent coding": lambda text: digital_link.percent_encode(digital_link.percent_decode(text)),
    "element string": element_strings.parse,
    "bracketed": element_strings.parse_bracketed,
    "scan data": scan_data.read,
    "report": lambda text: scan_data.report("EAN-13", text, add_check_digit=True),
    "composite": lambda text: scan_data.report("DataBar", text, text),
    "epc": epc.to_digital_link,
    "urn": lambda text: epc.to_urn(text, 7),
    "level": epc.level,
    "constrained": epc.constrained,
    "trace code": tcvn.read,
    "gtin": keys.normalise_gtin,
    "completed": lambda text: keys.complete("grai", text, text),
    "ai": application_identifiers.find,
    "elements": lambda text: associations.check([(text, text)]),
}
HEADS = ["", "\x1d", "]Q1", "]Q3", "]C1", "]E0", "]I1", "]Q1https://a/", "(01)", "(", "/01/", "/8003/", "https://a/01/"]
HEADS += ["urn:epc:id:", "urn:epc:id:giai:9521102.", "urn:epc:idpat:sgtin:", "https://a/gtin/", "https://a/"]
SIGNS = "0123456789" * 3 + "ABCXYZabcxyz()[]{}<>/\\%&?=#;:.,+-*_~^|\x00\x1d\ufeff ôđ٣²½"


def seeds() -> list[str]:
    """Every text of the vectors, sound and broken."""
    found = set(HEADS)
    for folder in ("gs1", "digital_link"):
        for path in sorted((CONFORMANCE / folder / "vectors").glob("*.json")):
            for vector in json.loads(path.read_text(encoding="utf-8")).get("vectors", []):
                found |= {value for value in vector.values() if isinstance(value, str)}
    marked = {text.replace("{FNC1}", "\x1d").replace("{GS}", "\x1d") for text in found}
    return sorted(marked | {f"urn:epc:id:{name}:9521102.000021.01.02.A1" for name in epc.SCHEMES})


def mangled(count: int) -> Iterator[str]:
    source, chance = seeds(), random.Random(20261122)
    for _ in range(count):
        text = chance.choice(source)
        for _ in range(chance.randint(0, 4)):
            at, kind = chance.randint(0, len(text)), chance.random()
            if kind < 0.3:
                text = text[:at] + chance.choice(SIGNS) + text[at:]
            elif kind < 0.6:
                text = text[:at] + text[at + chance.randint(1, 3) :]
            elif kind < 0.8:
                text = text[:at] + chance.choice(source)[: chance.randint(1, 30)]
            else:
                text = text[:at] + chr(chance.randint(0, 0x10FFFF)) + text[at + 1 :]
        yield text


def main() -> int:
    texts, read, leaked = int(sys.argv[1]), 0, 0
    for text in mangled(texts):
        for name, reader in READERS.items():
            try:
                reader(text)
                read += 1
            except GS1Error as wrong:
                leaked += not (wrong.code and wrong.message)
            except Exception as leak:
                leaked += 1
                print(f"{name}: {text!r}: {leak!r}", file=sys.stderr)
                if leaked > 10:
                    return 1
    print(f"{texts * len(READERS)} readings, {read} accepted, {leaked} leaked")
    return 1 if leaked else 0


if __name__ == "__main__":
    sys.exit(main())
