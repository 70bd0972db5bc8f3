"""A conformant GS1 resolver: its list of clauses, its linksets by GS1's own schema, its redirects."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from tests.claims.framework import Claim, Context, Measured
from tests.claims.house.asking import Visitor
from tests.claims.stamps import resolving
from tests.claims.stamps.resolving import DEVIATION, LEVELS
from tests.conformance.resolver.schema import schema

CLAIM = Claim(
    "stamps-09",
    "Every line RS and CA of the conformance list that is a must or the project's own has tests of its number and all pass, "
    "RS-05 with its deviation (our own page in place, 200); GS1's linkset schema validates the answer for every product, lot "
    "and stamp of the demo; no request is ever sent anywhere but to a stored address.",
    vi="Mọi dòng RS, CA bắt buộc đều có phép thử mang số của dòng và đều đạt, RS-05 kèm điểm khác biệt đã ghi; lược đồ linkset "
    "của GS1 chấp nhận câu trả lời cho mọi sản phẩm, lô, tem; không yêu cầu nào bị dẫn ra ngoài các địa chỉ đã lưu.",
)
HOSTILE = 2000


def measure(ctx: Context) -> Measured:
    found = resolving.found_tests(ctx.repository)
    files = sorted({test.partition("::")[0] for named in found.values() for test in named})
    passed: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for suite in ctx._suites("-k", "rs_ or ca_", *files):
        for case in suite.iter("testcase"):
            wrong = bool({"failure", "error", "skipped"} & {child.tag for child in case})
            name = case.get("name", "").partition("[")[0]
            (failed if wrong else passed).update(resolving.ids_of(name) & LEVELS.keys())
    covered = [one for one in LEVELS if passed[one] and not failed[one]]
    deviation = any(test.endswith(f"::{DEVIATION}") for test in found["RS-05"])
    site = ctx.installation("can-tho")
    valid, wrong_ones = linksets(site)
    sent, astray = redirects(site)
    missing = sorted(LEVELS.keys() - set(covered))
    figure = (
        f"RS {sum(one.startswith('RS') for one in covered)} of 24, CA {sum(one.startswith('CA') for one in covered)} of 2 "
        f"(M, P), {sum(passed.values())} results, {sum(failed.values())} failed, RS-05 deviation {'named' if deviation else 'NOT named'}; "
        f"{valid} linksets valid by GS1's schema, {len(wrong_ones)} not; {HOSTILE} hostile addresses: {sent} redirects, {astray} astray"
        + (f"; without a green test: {', '.join(missing)}" if missing else "")
    )
    holds = not missing and not failed and deviation and valid > 100 and not wrong_ones and sent > 100 and not astray
    return Measured(holds, figure, sum(passed.values()) + valid + HOSTILE)


def linksets(site: Any, spoil: bool = False) -> tuple[int, list[str]]:
    """(how many are valid, the paths of those that are not)."""
    visitor, valid, wrong = Visitor(site.base_url), 0, []
    for path in resolving.every_path(site):
        answer = visitor.once(f"{path}?linkType=linkset")
        said = json.loads(answer.text) if answer.status == 200 else None
        if spoil and said:
            said["linkset"][0]["linked"] = "x"
        if said is not None and schema().is_valid(said) and said["linkset"]:
            valid += 1
        else:
            wrong.append(path)
    visitor.close()
    return valid, wrong


def redirects(site: Any) -> tuple[int, int]:
    """(how many were sent elsewhere, how many of them astray); an answer of 5xx counts as astray."""
    paths, stored = resolving.linked(site)
    visitor, sent, astray = Visitor(site.base_url), 0, 0
    for path in resolving.hostile(paths, HOSTILE):
        answer = visitor.once(path)
        if location := answer.headers.get("location"):
            sent += 1
            astray += resolving.astray(location, stored)
        astray += answer.status >= 500
    visitor.close()
    return sent, astray


def control(ctx: Context) -> bool:
    """A test that lost its number, a linkset with a member GS1's schema does not know, a target out of the query."""
    change = ("tests/conformance/resolver/test_asking_well.py", "def test_rs_24_", "def test_")
    with ctx.mutated(*change) as tree:
        lost = not resolving.found_tests(tree)["RS-24"]
    valid, wrong = linksets(ctx.installation("can-tho"), spoil=True)
    return lost and not valid and bool(wrong) and resolving.astray("https://evil.example/x", {"https://a.example/x"})
