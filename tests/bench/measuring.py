"""The benches: what is measured, what the limit is, and what the project promises of it (issue: trace)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests.bench import filling, labels, peer
from tests.bench.capture import Round, pair
from tests.harness import REPOSITORY, Installation
from txng.project.database import Cluster

PROVINCE = "can-tho"
CAPTURE_SHARE, PEER_TIMES = 0.45, 100
HISTORY_TIMES, HISTORY_GROWTH = 3.0, 1.3
GRAPH_EDGES, GRAPH_SECONDS = 10_000, 0.200
# Cost of an edge in the largest graph against a fifth of it: the fixed part of each round makes it fall, never rise.
GRAPH_LINEAR = 1.3
SIZES, FULL_SIZES = (100_000, 1_000_000), (100_000, 1_000_000, 10_000_000)

Say = Callable[[str], None]


@dataclass(frozen=True)
class Line:
    """One promise, measured."""

    what: str
    limit: str  # what it is measured against, as measured
    ours: str
    ratio: str
    promise: str
    holds: bool


@dataclass
class Result:
    name: str
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return all(line.holds for line in self.lines)


def capture(
    cluster: Cluster, say: Say, *, full: bool = False, rounds: int = 8, beside: bool = True, **options: Any
) -> Result:
    """Our fastest round against the fastest COPY: what else the machine does only ever adds, to either side. `beside`
    tries the peer too, where it can be installed."""
    result = Result("capture")
    with pair(cluster, PROVINCE, **options) as two:
        two.round(documents=2, size=1_000)  # both warm, and the tables no longer empty
        found = []
        for number in range(rounds * (2 if full else 1)):
            one = two.round(documents=8, size=5_000)
            found.append(one)
            say(f"  round {number + 1}: {_rates(one)}")
    ours, limit = min(one.ours for one in found), min(one.limit for one in found)
    events, share = found[0].events, limit / ours
    middle = sorted(one.share for one in found)[len(found) // 2]
    result.lines.append(
        Line(
            "POST /epcis/capture to the end of its job, events of one item each, 8 documents of 5,000",
            f"{events / limit:,.0f} events/s (COPY of the same rows)",
            f"{events / ours:,.0f} events/s",
            f"{share:.0%} (median of {len(found)} rounds {middle:.0%})",
            f"≥ {CAPTURE_SHARE:.0%}",
            share >= CAPTURE_SHARE,
        )
    )
    if beside:
        _against_the_peer(result, peer.measured(cluster), events / ours)
    result.notes.append(
        "Ours: one web process, a worker a processor, two senders. COPY: one connection, a transaction a "
        "document, text ready in memory, same indexes, triggers, foreign keys and server, fsync on."
    )
    return result


def _against_the_peer(result: Result, found: peer.Peer, ours: float) -> None:
    if found.why_not:
        result.notes.append(found.why_not)
        return
    times = ours / found.per_second
    result.lines.append(
        Line(
            f"the same against {peer.NAME}, its default rule in an environment and a database of its own",
            f"{found.per_second:,.0f} events/s",
            f"{ours:,.0f} events/s",
            f"{times:.0f} ×",
            f"≥ {PEER_TIMES} ×",
            times >= PEER_TIMES,
        )
    )


def _rates(one: Round) -> str:
    return f"COPY {one.events / one.limit:,.0f} events/s, ours {one.events / one.ours:,.0f} events/s, share {one.share:.0%}"


def history(cluster: Cluster, say: Say, *, full: bool = False, spoil: str = "", repeats: int = 300) -> Result:
    """`spoil` is a statement that makes the tables worse: the control of the claim."""
    result = Result("history")
    sizes = FULL_SIZES if full else SIZES
    with Database(cluster) as site, psycopg.connect(site.env["TXNG_DATABASE_OWNER"], autocommit=True) as owner:
        done, before = 0, 0.0
        if spoil:
            sizes = sizes[:1]
        for size in sizes:
            filling.fill(owner.execute, size - done, after=done // filling.STEPS)
            done = size
            if spoil:
                owner.execute(spoil)
            owner.execute("VACUUM ANALYZE trace_capturedevent, trace_eventidentifier")
            found = inside(site, "history_inside", size // filling.STEPS, 5 if spoil else repeats)
            ratio = found["history"] / found["point"]
            say(
                f"  {size:>10,} events: point select {found['point'] * 1e3:.2f} ms, history {found['history'] * 1e3:.2f} ms "
                f"({ratio:.1f} ×), whole EPCIS query {found['query'] * 1e3:.2f} ms ({found['query'] / found['point']:.1f} ×)"
            )
            if size >= 1_000_000 or spoil:
                growth = ratio / before if before else 1.0
                result.lines += [
                    Line(
                        f"history of one code, {size:,} events in the tables",
                        f"{found['point'] * 1e3:.2f} ms (SELECT … WHERE id = …)",
                        f"{found['history'] * 1e3:.2f} ms",
                        f"{ratio:.2f} ×",
                        f"≤ {HISTORY_TIMES:.0f} ×",
                        ratio <= HISTORY_TIMES,
                    ),
                    Line(
                        f"the same against a tenth of the data ({size // 10:,})",
                        f"{before:.2f} × a point select",
                        f"{ratio:.2f} × a point select",
                        f"{growth:.2f} ×",
                        f"≤ {HISTORY_GROWTH} ×",
                        growth <= HISTORY_GROWTH,
                    ),
                ]
                result.notes.append(
                    f"The whole EPCIS query for one code (rights, page, time limit; six statements) at {size:,} events: "
                    f"{found['query'] / found['point']:.1f} × a point select."
                )
            before = ratio
    result.notes.append(
        "A history is one statement (trace/graph/history.py): five events of the code, in order, without what was "
        "declared wrong. Compared sizes are taken as multiples of the point select of the same minute."
    )
    return result


def trace(cluster: Cluster, say: Say, *, full: bool = False, spoil: str = "", repeats: int = 9) -> Result:
    result = Result("trace")
    with Database(cluster) as site:
        if spoil:
            site.sql(spoil, owner=True)
        found = {int(size): one for size, one in inside(site, "graph_inside", repeats).items()}
    for size, one in found.items():
        each = one["seconds"] / one["edges"]
        say(
            f"  {one['edges']:>6,} of {size:,} edges answered in {one['seconds'] * 1e3:.0f} ms, {each * 1e6:.1f} µs an edge"
        )
    large, middle = found[GRAPH_EDGES], found[2_000]
    factor = (large["seconds"] / large["edges"]) / (middle["seconds"] / middle["edges"])
    result.lines += [
        Line(
            f"walk back through a lot graph of {large['edges']:,} edges, all answered",
            f"{GRAPH_SECONDS * 1e3:.0f} ms",
            f"{large['seconds'] * 1e3:.0f} ms",
            f"{large['seconds'] / GRAPH_SECONDS:.0%}",
            "≤ 100 % of the limit",
            large["seconds"] <= GRAPH_SECONDS,
        ),
        Line(
            f"time of one edge at {large['edges']:,} against {middle['edges']:,} edges",
            f"{middle['seconds'] / middle['edges'] * 1e6:.1f} µs",
            f"{large['seconds'] / large['edges'] * 1e6:.1f} µs",
            f"{factor:.2f} ×",
            f"≤ {GRAPH_LINEAR} × (linear)",
            factor <= GRAPH_LINEAR,
        ),
    ]
    return result


def codes(cluster: Cluster, say: Say, **options: Any) -> Result:
    from tests.bench.codes import measured

    return measured(cluster, say, **options)


def stamps_on_paper(cluster: Cluster, say: Say, *, full: bool = False) -> Result:
    """`full`: ten times as many labels, in the same memory."""
    result = Result("labels")
    written, read = labels.whole(say)
    result.lines += [
        Line(
            f"{written.labels:,} labels of 40 × 30 mm with Vietnamese text as one PDF",
            f"{labels.SECONDS:.0f} s",
            f"{written.seconds:.1f} s",
            f"{written.seconds / labels.SECONDS:.0%}",
            "≤ 100 % of the limit",
            written.seconds <= labels.SECONDS,
        ),
        Line(
            "peak of memory of the process that writes them",
            f"{labels.MEGABYTES:.0f} MB",
            f"{written.mb:.0f} MB",
            f"{written.mb / labels.MEGABYTES:.0%}",
            "≤ 100 % of the limit",
            written.mb <= labels.MEGABYTES,
        ),
        Line(
            f"readings of {labels.PICKED:,} random labels at {' and '.join(map(str, labels.DPI))} dpi: "
            + ", ".join(labels.WAYS),
            f"{read.looked:,}",
            f"{read.looked - len(read.misread):,}",
            f"{len(read.misread)} misread",
            "all",
            not read.misread,
        ),
    ]
    if full:
        with tempfile.TemporaryDirectory() as folder:
            more = labels.write(Path(folder) / "tem.pdf", 10 * labels.LABELS)
        result.notes.append(f"{more.labels:,} labels: {more.seconds:.0f} s, {more.mb:.0f} MB.")
    result.notes.append("One process writes; the file leaves the memory page by page.")
    return result


def scan(cluster: Cluster, say: Say, **options: Any) -> Result:
    from tests.bench.scanning import measured

    return measured(cluster, say, **options)


BENCHES: dict[str, Callable[..., Result]] = {
    "capture": capture,
    "history": history,
    "trace": trace,
    "codes": codes,
    "scan": scan,
    "labels": stamps_on_paper,
}


class Database:
    """The demo's database without its site; away at the end."""

    def __init__(self, cluster: Cluster) -> None:
        self.site = Installation(cluster, PROVINCE)

    def __enter__(self) -> Installation:
        self.site.take_template()
        return self.site

    def __exit__(self, *_: object) -> None:
        self.site.stop()


def inside(site: Installation, module: str, *words: object) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{module}", *map(str, words)],
        cwd=REPOSITORY,
        env=os.environ | site.env,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{module} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found
