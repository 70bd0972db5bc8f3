"""What tests/watch.py saw, told by pytest: a fault fails the test in which it happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.watch import verbs, watch


@pytest.fixture(autouse=True)
def _what_was_left_in_the_ledger(request: pytest.FixtureRequest) -> Iterator[None]:
    watch.faults.clear()
    yield
    faults, watch.faults[:] = list(dict.fromkeys(watch.faults)), []
    assert faults == [] or request.node.get_closest_marker("unwatched"), "\n".join(faults)


def pytest_sessionfinish(session: pytest.Session) -> None:
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["watch"] = [dict(watch.called), watch.requests, sorted(verbs)]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    called, requests, known = getattr(node, "workeroutput", {}).get("watch", [{}, 0, []])
    watch.called.update(called)
    watch.requests += requests
    verbs.update(known)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    silent = sorted(verbs - set(watch.called))
    terminalreporter.write_line(
        f"Ledger: {len(verbs) - len(silent)} of {len(verbs)} verbs called {sum(watch.called.values())} times, "
        f"{watch.requests} requests changed something"
        + (f"; never called: {', '.join(silent)}" if silent and len(silent) < 20 else "")
    )
