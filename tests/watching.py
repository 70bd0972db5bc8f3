"""What tests/watch.py saw, told by pytest: a fault fails the test in which it happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.smuggling import probe, undeclared
from tests.watch import verbs, watch


@pytest.fixture(autouse=True)
def _what_was_left_in_the_ledger(request: pytest.FixtureRequest) -> Iterator[None]:
    watch.faults.clear()
    probe.off = bool(request.node.get_closest_marker("sends_once"))
    yield
    faults, watch.faults[:] = list(dict.fromkeys(watch.faults + probe.found + undeclared())), []
    probe.found.clear()
    assert faults == [] or request.node.get_closest_marker("unwatched"), "\n".join(faults)


def pytest_sessionfinish(session: pytest.Session) -> None:
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["watch"] = [dict(watch.called), watch.requests, sorted(verbs)]
        output["smuggling"] = [sorted(address for address, _ in probe.tried), probe.fields]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    called, requests, known = getattr(node, "workeroutput", {}).get("watch", [{}, 0, []])
    watch.called.update(called)
    watch.requests += requests
    verbs.update(known)
    tried, fields = getattr(node, "workeroutput", {}).get("smuggling", [[], 0])
    probe.tried |= {(address, frozenset()) for address in tried}
    probe.fields += fields


def pytest_terminal_summary(terminalreporter: Any) -> None:
    silent = sorted(verbs - set(watch.called))
    terminalreporter.write_line(
        f"Ledger: {len(verbs) - len(silent)} of {len(verbs)} verbs called {sum(watch.called.values())} times, "
        f"{watch.requests} requests changed something"
        + (f"; never called: {', '.join(silent)}" if silent and len(silent) < 20 else "")
    )
    if probe.tried:
        addresses = len({address for address, _ in probe.tried})
        terminalreporter.write_line(f"Smuggled: {probe.fields} fields into the forms of {addresses} addresses")
