"""`./txng bench scan`: scans a second against a bare server's, and what a busy back office takes from them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from tests.bench.measuring import Line, Result
from tests.bench.scan_filling import EACH, Filled, fill, issued, zipf
from tests.bench.wrk import Generator, Load
from tests.harness import REPOSITORY, Installation, _free_port, up
from txng.project.database import Cluster, die_with_parent
from txng.project.front.shelf import PAGES

PROVINCE = "can-tho"
LOTS = 1_000_000
MISSING, MISSING_SHARE, FITTING_SHARE = 0.35, 0.25, 0.35
DJANGO_TIMES = 30
P99 = 25.0
WAITS_SHARE, COMPUTES_SHARE = 0.85, 0.45
CONNECTIONS = 64
ADDRESSES = 700_000
_GRANIAN = (sys.executable, "-m", "granian", "--log-level", "error", "--host", "127.0.0.1", "--no-ws")


def measured(
    cluster: Cluster,
    say: Callable[[str], None],
    *,
    full: bool = False,
    lots: int = LOTS,
    seconds: float = 8,
    rounds: int = 3,
    repository: Path = REPOSITORY,
) -> Result:
    """Hello before and after ours in each round, and the best round counts: a machine that others use too is twice as
    fast in one minute as in the next."""
    result = Result("scan")
    with (
        filled_site(cluster, lots, say, repository=repository) as (site, filled),
        tempfile.TemporaryDirectory() as folder,
    ):
        outside = Generator(Path(folder), addresses(filled, 1 - MISSING, ADDRESSES, seed=1))
        limit, ours = best(site, outside, seconds, rounds, say, "35 % outside")
        missed = missing(site)
        share(
            result,
            f"fresh serials over {lots:,} lots, {1 - missed:.0%} of their cards in memory",
            ours,
            limit,
            MISSING_SHARE,
        )
        fits = Generator(Path(folder), addresses(filled, 1.0, ADDRESSES, seed=2))
        fits.run(site.base_url, seconds=seconds)  # fetched once
        limit, ours = best(site, fits, seconds, rounds, say, "all fit")
        share(result, f"the same over {PAGES:,} lots, all in memory", ours, limit, FITTING_SHARE)
        against_django(result, site, Generator(Path(folder), issued(site)), ours, seconds, say)
        at_half_load(result, site, fits, ours, seconds, say)
        beside_a_busy_office(result, site, fits, seconds, say)
        written(result, site, outside, fits)
    return result


@contextmanager
def filled_site(
    cluster: Cluster, lots: int, say: Callable[[str], None], *, repository: Path = REPOSITORY
) -> Iterator[tuple[Installation, Filled]]:
    environment = {
        "TXNG_OFFICE": "tests.bench.slow_application:application",
        "PYTHONPATH": os.pathsep.join(_paths(repository)),
    }
    with Installation(cluster, PROVINCE, cards=True, doors=up.doors_here(), environment=environment) as site:
        until_drawn(site)
        began = time.monotonic()
        filled = fill(site, lots)
        say(f"  {lots:,} lots with {lots * EACH:,} stamps in the store after {time.monotonic() - began:.0f} s")
        yield site, filled


def _paths(repository: Path) -> list[str]:
    return [str(repository / "src"), str(repository)]


def until_drawn(site: Installation) -> None:
    """Until the front door answers the demo's stamp by itself."""
    import sqlite3

    store = site.state / "cards" / f"{site.province}.db"
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if store.exists():
            base = sqlite3.connect(store)
            cards, waiting = base.execute("SELECT count(*), count(*) FILTER (WHERE edition = '') FROM card").fetchone()
            base.close()
            if cards and not waiting:
                return
        time.sleep(0.2)
    raise RuntimeError(f"the cards were not followed:\n{site.said()}")


def addresses(filled: Filled, share: float, count: int, *, seed: int) -> list[str]:
    dice = np.random.default_rng(seed)
    if share < 1:
        lots = zipf(filled.lots, share, PAGES, seed=seed, count=count)
    else:
        ranks = zipf(min(PAGES, filled.lots), 0.5, min(PAGES, filled.lots) // 20, seed=seed, count=count)
        lots = ranks % filled.lots
    found = filled.addresses(lots, dice.integers(0, EACH, count))
    return list(dict.fromkeys(found))  # each stamp once: fresh


def best(
    site: Installation, generator: Generator, seconds: float, rounds: int, say: Callable[[str], None], what: str
) -> tuple[Load, Load]:
    """Of the round in which ours came nearest to the bare server."""
    found = []
    for number in range(rounds):
        before = bare(generator, site.doors, seconds / 2)
        ours = generator.run(site.base_url, connections=CONNECTIONS, seconds=seconds)
        limit = max(before, bare(generator, site.doors, seconds / 2), key=_rate)
        found.append((limit, ours))
        say(
            f"  {what}, round {number + 1}: bare {limit.per_second:,.0f}/s, ours {ours.per_second:,.0f}/s "
            f"({ours.per_second / limit.per_second:.0%}), p99 {ours.p99:.0f} ms, "
            f"{ours.refused + ours.broken} not answered"
        )
    return max(found, key=lambda pair: _rate(pair[1]) / _rate(pair[0]))


def bare(generator: Generator, doors: int, seconds: float) -> Load:
    """By one process, or by as many as our front door has, whichever answers more."""
    found = []
    for workers in sorted({1, doors}):
        with hello(workers) as url:
            found.append(generator.run(url, connections=CONNECTIONS, seconds=max(3, seconds)))
    return max(found, key=_rate)


def _rate(load: Load) -> float:
    return load.per_second


def share(result: Result, what: str, ours: Load, limit: Load, promise: float) -> None:
    found = ours.per_second / limit.per_second
    result.lines.append(
        Line(
            f"{what}: scans a second, each written down and counted in its answer",
            f"{limit.per_second:,.0f}/s (bare granian)",
            f"{ours.per_second:,.0f}/s",
            f"{found:.0%}",
            f"≥ {promise:.0%}",
            found >= promise and not ours.refused and not ours.broken,
        )
    )


@contextmanager
def hello(workers: int) -> Iterator[str]:
    words = ("--interface", "rsgi", "--loop", "uvloop", "--workers", str(workers), "tests.bench.hello:app")
    with server(*words, environment=dict(os.environ)) as url:
        yield url


@contextmanager
def server(*words: str, environment: dict[str, str]) -> Iterator[str]:
    port = _free_port()
    process = subprocess.Popen(
        [*_GRANIAN, "--port", str(port), *words],
        cwd=REPOSITORY,
        env=environment | {"PYTHONPATH": os.pathsep.join(_paths(REPOSITORY))},
        stdout=subprocess.DEVNULL,
        preexec_fn=die_with_parent(signal.SIGTERM),
    )
    try:
        _until_open(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _until_open(port: int) -> None:
    import socket

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server did not start")


def missing(site: Installation) -> float:
    """The share of cards that had to be read from the disk, as the front door counted them."""
    doors = [json.loads(told.read_text()) for told in (site.state / "run").glob("door-*.json")]
    return sum(one["missed"] for one in doors) / max(1, sum(one["asked"] for one in doors))


def against_django(
    result: Result, site: Installation, generator: Generator, ours: Load, seconds: float, say: Callable[[str], None]
) -> None:
    with server(
        *("--interface", "wsgi", "--blocking-threads", "4", "txng.project.wsgi:application"),
        environment=os.environ | site.env,
    ) as url:
        generator.run(url, connections=4, seconds=2)
        view = generator.run(url, connections=CONNECTIONS, seconds=seconds)
    assert not view.refused, "the pages a scan gets, not refusals"
    times = ours.per_second / view.per_second
    say(f"  the same page as a Django view: {view.per_second:,.0f}/s, {view.refused + view.broken} not answered")
    result.lines.append(
        Line(
            "the same page by a Django view: one SELECT, one statement that writes and counts, a template",
            f"{view.per_second:,.0f}/s",
            f"{ours.per_second:,.0f}/s",
            f"{times:.0f} ×",
            f"≥ {DJANGO_TIMES} ×",
            times >= DJANGO_TIMES,
        )
    )


def at_half_load(
    result: Result, site: Installation, generator: Generator, ours: Load, seconds: float, say: Callable[[str], None]
) -> None:
    pause = CONNECTIONS / (ours.per_second / 2) * 1_000 - 2
    found = min((generator.run(site.base_url, seconds=seconds, pause=pause) for _ in range(3)), key=lambda one: one.p99)
    say(f"  half load: {found.per_second:,.0f}/s, p50 {found.p50:.1f} ms, p99 {found.p99:.1f} ms")
    result.lines.append(
        Line(
            f"99 of 100 answers at {found.per_second / ours.per_second:.0%} of that rate",
            f"{P99:.0f} ms",
            f"{found.p99:.1f} ms",
            f"{found.p99 / P99:.0%}",
            "≤ 100 % of the limit",
            found.p99 <= P99,
        )
    )


def beside_a_busy_office(
    result: Result, site: Installation, generator: Generator, seconds: float, say: Callable[[str], None]
) -> None:
    for path, word, promise in (("/_waits", "waits", WAITS_SHARE), ("/_computes", "computes", COMPUTES_SHARE)):
        found = []
        for _round in range(3):
            alone = generator.run(site.base_url, connections=CONNECTIONS, seconds=seconds / 2)
            with tempfile.TemporaryDirectory() as folder:
                office = Generator(Path(folder), [path])
                busy = office.start(site.base_url, connections=CONNECTIONS, seconds=seconds / 2 + 2)
                time.sleep(1)
                beside = generator.run(site.base_url, connections=CONNECTIONS, seconds=seconds / 2)
                pages = office.end(busy)
            found.append((beside.per_second / alone.per_second, beside, alone, pages))
        part, beside, alone, pages = max(found, key=lambda one: one[0])
        say(f"  beside an office that {word}: {beside.per_second:,.0f}/s of {alone.per_second:,.0f}/s ({part:.0%})")
        result.lines.append(
            Line(
                f"beside {CONNECTIONS} connections at a view that {word} 50 ms ({pages.per_second:,.0f} of its pages/s)",
                f"{alone.per_second:,.0f}/s alone",
                f"{beside.per_second:,.0f}/s",
                f"{part:.0%}",
                f"≥ {promise:.0%}",
                part >= promise,
            )
        )


def written(result: Result, site: Installation, *generators: Generator) -> None:
    """Every answer has its line: counted afterwards, those on their way at the end of a run aside."""
    lines = site.sql("SELECT count(*) FROM resolver_scanline WHERE tweak IS NOT NULL")[0][0]
    kept = sum(1 for _ in (site.state / "spool").rglob("*.tsv")) if (site.state / "spool").exists() else 0
    result.notes.append(
        f"{lines:,} scans were written down ({kept} files of kept scans left). Who is the first to scan "
        "a stamp is told so from a filter the doors share; anybody later is told what the statement finds that writes his "
        "own scan. A count holds every scan at the same door, and those at other doors and machines but for the last second."
    )
