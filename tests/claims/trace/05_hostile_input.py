"""Inputs nobody would send, and those the description allows; XML that is meant to hurt."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.claims.framework import Claim, Context, Measured
from tests.claims.trace import programs
from tests.harness import Installation

CLAIM = Claim(
    "trace-05",
    "20,000 inputs made by schemathesis from our own OpenAPI description, lawful and not, get no answer of 500 or more "
    "and none the description does not foresee; entity bombs, external entities, depth and size in XML are refused in "
    "bounded memory without a connection (EP-15, EP-17, RE-16, RE-21).",
    vi="20.000 lời gọi sinh từ chính bản mô tả OpenAPI của hệ thống, đúng và sai: không lần nào lỗi máy chủ, không câu trả "
    "lời nào ngoài mô tả; XML độc hại bị từ chối với bộ nhớ có giới hạn.",
)
ATTACKS = "tests/gs1/epcis/test_epcis_xml.py::test_ep_15_attacks_are_refused_in_bounded_memory_without_a_connection"
PARTS = 2


@dataclass
class Found:
    operations: int = 0
    faulty: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[Any] = field(default_factory=list)

    @property
    def inputs(self) -> int:
        return sum(self.statuses.values())


def measure(ctx: Context) -> Measured:
    wanted = 200_000 if ctx.full else 20_000
    with ctx.own_installation("can-tho") as site:
        found = fuzzed(site, wanted)
        held = site.sql("SELECT count(*) FROM trace_capturedevent WHERE capture_id IS NOT NULL")[0][0]
    errors = sum(count for status, count in found.statuses.items() if status >= 500 and status != 501)
    passed, failed = ctx.pytest(ATTACKS)
    said = ", ".join(f"{status}: {count}" for status, count in sorted(found.statuses.items()))
    figure = (
        f"{found.inputs} inputs to {found.operations} operations ({said}; {held} events stored by them), {errors} server "
        f"errors, {found.faulty} answers against the description; 16 XML attacks in {passed} test, {failed} failed"
        + (f"; first: {found.faults[0]}" if found.faults else "")
    )
    return Measured(found.inputs >= wanted and not errors + found.faulty + failed and passed > 0, figure, found.inputs)


def control(ctx: Context) -> bool:
    """A renamed member and a page of Django's; a reader that lets declarations of types in."""
    with ctx.own_installation("can-tho") as site:
        found = fuzzed(site, 600, "fault")
    caught = any("500" in str(one) for one in found.faults) and any("Schema" in str(one) for one in found.faults)
    with ctx.mutated(*REFUSES_DTD) as tree:
        _, failed = ctx.pytest(ATTACKS, repository=tree)
    return caught and failed > 0


REFUSES_DTD = ("src/txng/gs1/epcis/xml_stream.py", "    _require_no_dtd(text)\n", "")


def fuzzed(site: Installation, inputs: int, *fault: str) -> Found:
    """In as many processes as there are cores, each with its share of the operations."""
    tokens = programs.keys(site, "Thử bất kỳ", 60)
    children = []
    for part in range(PARTS):
        words = ["-m", "tests.claims.trace.fuzzing", str(inputs), str(part), str(PARTS), *fault]
        child = subprocess.Popen(
            [sys.executable, *words],
            env=os.environ | site.env,
            cwd=site.repository,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert child.stdin is not None
        child.stdin.write(json.dumps(tokens[part::PARTS]))
        child.stdin.close()
        child.stdin = None
        children.append(child)
    found = Found()
    for child in children:
        said, wrong = child.communicate()
        if child.returncode:
            raise RuntimeError(wrong[-3000:])
        told = json.loads(said.splitlines()[-1])
        found.operations += told["operations"]
        found.faulty += told["faulty"]
        found.faults += told["faults"]
        found.statuses.update({int(status): count for status, count in told["statuses"].items()})
        if not fault and wrong.strip():
            sys.stderr.write(wrong[-6000:])
    return found
