"""Every vector of the event hash, both versions."""

from __future__ import annotations

from tests.claims.framework import Claim, Context, Measured
from tests.conformance.epcis import corpus

BESIDE = True
CLAIM = Claim(
    "trace-04",
    "Every binding vector of the event hash (CBV 2.0 and 2.1; GS1's corrected expectations and our own chain), every "
    "file of events that must be one, and every identifier to normalise gives the value it should (HA-01 … HA-06).",
    vi="Mã băm sự kiện CBV 2.0 và 2.1 đúng với mọi giá trị mẫu; một sự kiện viết bằng nhiều cách cho một mã băm.",
)
TESTS = ("tests/conformance/epcis/test_epcis_event_hash.py", "tests/gs1/epcis/test_epcis_hash.py")
FAULTS = (
    (
        "src/txng/gs1/epcis/event_hash.py",
        '    "bizStep",\n    "disposition",\n',
        '    "disposition",\n    "bizStep",\n',
    ),
    ("src/txng/gs1/epcis/event_hash.py", '"".join(sorted(written))', '"".join(written)'),
)


def measure(ctx: Context) -> Measured:
    index = corpus.index("event-hash/index.json")
    binding = sum(
        1
        for entry in index
        for one in entry.get("hashes", [])
        for value in (one["hash"], one["hash_cbv21"])
        if value and "ignoreFields" not in one["basis"]
    )
    equal = sum("/expected_equal/" in entry["path"] for entry in index)
    normalised = len(corpus.index("event-hash/identifier-normalisation.json")["vectors"])
    passed, failed = ctx.pytest(*TESTS)
    return Measured(
        binding == 124 and not failed and passed > binding + equal + normalised,
        f"{binding} hashes, {equal} files of one event in many words, {normalised} identifiers, and property tests: "
        f"{passed} passed, {failed} failed",
        binding + equal + normalised,
    )


def control(ctx: Context) -> bool:
    """A field out of its place, a list that is not sorted."""
    for fault in FAULTS:
        with ctx.mutated(*fault) as tree:
            _, failed = ctx.pytest(*TESTS, repository=tree)
        if not failed:
            return False
    return True
