"""A site that is killed again and again while programs send events to it (claim trace-06).

Everything killed here was started here: the web server and the worker of the claim's own installation, the sessions
of its own database, the whole of its own PostgreSQL.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import queue
import random
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests.claims.trace.programs import CONTEXT, Program, document, observed, take_up
from tests.harness import Installation
from txng.project.database import Cluster

SENDERS = 4
THING = "https://id.gs1.org/01/08930000000019/21/"


@dataclass
class Sent:
    """One capture: what it says of which things, and what its sender was told."""

    things: list[str]
    body: dict[str, Any]
    single: bool
    job: str = ""  # where 202 said it stands
    acknowledged: bool = False
    refused: str = ""


@dataclass
class Tally:
    captures: int
    acknowledged: int
    lost: list[str]
    twice: list[str]
    refused: list[str]
    kills: Counter[str]
    broken: int  # answers that never came, or came as a 5xx: sent again
    taken_up: int  # jobs that more than one worker began


def made(run: str, captures: int) -> list[Sent]:
    """Two of three are single events; every other thing bears no ID of its sender's, so that only what it says can
    tell a second delivery from a second event."""
    found, number = [], 0
    for turn in range(captures):
        events = []
        for _ in range(1 if turn % 3 else 4):
            number += 1
            own = {"eventID": f"urn:txng:{run}:{number}"} if number % 2 else {}
            events.append(observed(f"{THING}{run}{number}", **own))
        things = [event["epcList"][0] for event in events]
        if turn % 3:
            found.append(Sent(things, {"@context": [CONTEXT], **events[0]}, single=True))
        else:
            found.append(Sent(things, document(events), single=False))
    return found


@dataclass
class Sending:
    """Programs that send until each capture is acknowledged, whatever happens to the site meanwhile."""

    site: Installation
    tokens: list[str]
    captures: list[Sent]
    done: int = 0
    broken: int = 0
    _queue: queue.SimpleQueue[Sent] = field(default_factory=queue.SimpleQueue)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _threads: list[threading.Thread] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def begin(self) -> None:
        for capture in self.captures:
            self._queue.put(capture)
        for number in range(SENDERS):
            program = Program(self.site.base_url, self.tokens[number::SENDERS], patience=20)
            thread = threading.Thread(target=self._send_all, args=(program,), daemon=True)
            self._threads.append(thread)
            thread.start()

    @property
    def sending(self) -> bool:
        return any(thread.is_alive() for thread in self._threads)

    def _send_all(self, program: Program) -> None:
        waiting: list[Sent] = []
        with contextlib.suppress(queue.Empty):
            while not self.stop.is_set():
                capture = self._queue.get_nowait()
                self._until_told(program, capture)
                if capture.job:
                    waiting.append(capture)
                if waiting and len(waiting) > 20:
                    self.ask_after(program, waiting.pop(0))
                with self._lock:
                    self.done += 1
        program.hang_up()

    def _until_told(self, program: Program, capture: Sent) -> None:
        while not self.stop.is_set():
            answer = self._tried(
                lambda: program.post(f"/epcis/{'events' if capture.single else 'capture'}", capture.body)
            )
            if answer is None:
                continue
            if answer.status == 201:
                capture.acknowledged = True
            elif answer.status == 202:
                capture.job = answer.headers["location"]
            else:
                capture.refused = f"{answer.status} {answer.body[:200]!r}"
            return

    def ask_after(self, program: Program, capture: Sent) -> bool:
        """Whether the job has ended; a job that was accepted and is not there is a loss."""
        while not self.stop.is_set():
            answer = self._tried(lambda: program.get(capture.job))
            if answer is None:
                continue
            if answer.status != 200:
                capture.acknowledged = True  # 202 was a promise too: the body is durable
                return True
            said = answer.json
            if said["running"]:
                return False
            capture.acknowledged = said["success"]
            capture.refused = "" if said["success"] else str(said["errors"])[:200]
            return True
        return False

    def _tried(self, ask: Any) -> Any:
        try:
            answer = ask()
        except (OSError, http.client.HTTPException):
            answer = None
        if answer is None or answer.status >= 500 or answer.status == 429:
            with self._lock:
                self.broken += 1
            time.sleep(0.1)
            return None
        return answer


class Killer:
    def __init__(self, cluster: Cluster, site: Installation, seed: int) -> None:
        self.cluster, self.site, self.dice = cluster, site, random.Random(seed)
        self.kills: Counter[str] = Counter()

    def worker(self) -> None:
        self.site.end("worker", signal.SIGKILL)
        self.site.start_worker()

    def web(self) -> None:
        self.site.end("web", signal.SIGKILL)
        self.site.start_web()

    def backend(self) -> None:
        """One session of the site's database; PostgreSQL ends all others then and recovers."""
        pids = [pid for (pid,) in self._sessions()]
        if pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.dice.choice(pids), signal.SIGKILL)
            self._until_up()

    def cluster_whole(self) -> None:
        """Power gone: no process of it writes another byte. Then it starts from what is on the disk."""
        assert self.cluster.process is not None
        main = self.cluster.process.pid
        for pid in [main, *_children(main)]:  # the first one first: it would start others
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.cluster.process.wait()
        while _children(main):
            time.sleep(0.01)
        self.cluster.start()

    def kill(self, what: str) -> None:
        getattr(self, what)()
        self.kills[what] += 1
        self.site.revive()

    def _sessions(self) -> list[Any]:
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(self.cluster.admin_url()) as admin:
            return admin.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'",
                [self.site.database],
            ).fetchall()
        return []

    def _until_up(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                psycopg.connect(self.cluster.admin_url(), connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not recover:\n{self.cluster.log.read_text(errors='replace')[-2000:]}")


def _children(pid: int) -> list[int]:
    """Of a server that is gone, its orphans are found by the folder they work in."""
    found = []
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                words = (path / "stat").read_text().rpartition(")")[2].split()
                if int(words[1]) == pid and words[0] != "Z":
                    found.append(int(path.name))
    return found


def torment(
    cluster: Cluster, site: Installation, tokens: list[str], *, captures: int, plan: list[str], run: str, seconds: float
) -> Tally:
    """Send them all, killing by the plan as they go; then power off once more, and count what is there."""
    sending = Sending(site, tokens, made(run, captures))
    killer = Killer(cluster, site, seed=len(plan))
    began = time.monotonic()
    sending.begin()
    try:
        for number, what in enumerate(plan, 1):
            while sending.done < number * captures // (len(plan) + 1) and sending.sending:
                if time.monotonic() - began > seconds:
                    raise RuntimeError(
                        f"after {seconds:.0f} s {sending.done} of {captures} are sent\n{site.said()[-1500:]}"
                    )
                time.sleep(0.005)
                site.revive()
            killer.kill(what)
        while sending.sending and time.monotonic() - began < seconds:
            time.sleep(0.05)
            site.revive()
        # Also before the queue is worked off: whoever was told 201 or 202 a moment ago relies on it.
        killer.kill("cluster_whole")
        program = Program(site.base_url, tokens)
        _settled(sending, site, program, began + seconds + 60)
    finally:
        sending.stop.set()
    killer.kill("cluster_whole")
    return _counted(sending, site, killer.kills, run)


def _settled(sending: Sending, site: Installation, program: Program, deadline: float) -> None:
    """Until every job has ended. The workers' own clock would do it too, a minute later."""
    open_jobs = [one for one in sending.captures if one.job and not one.acknowledged and not one.refused]
    quiet = time.monotonic()
    while open_jobs and time.monotonic() < deadline:
        left = [one for one in open_jobs if not sending.ask_after(program, one)]
        if len(left) < len(open_jobs):
            quiet = time.monotonic()
        elif time.monotonic() - quiet > 3:
            take_up(site)  # the queue is through; what remains was some dead worker's
            quiet = time.monotonic()
        open_jobs = left
        site.revive()
        time.sleep(0.2)
    for one in open_jobs:
        one.refused = "still running"


def _counted(sending: Sending, site: Installation, kills: Counter[str], run: str) -> Tally:
    """By the things, not by IDs: two rows of one thing are one event stored twice, whatever they are called."""
    rows = site.sql(
        "SELECT i.key, count(DISTINCT i.event_id) FROM trace_eventidentifier i"
        " JOIN trace_capturedevent e ON e.id = i.event_id WHERE i.key LIKE %s GROUP BY 1",
        [f"{THING}{run}%"],
    )
    there = dict(rows)
    acknowledged = [thing for one in sending.captures if one.acknowledged for thing in one.things]
    [(again,)] = site.sql("SELECT count(*) FROM trace_capture WHERE attempts > 1")
    return Tally(
        captures=len(sending.captures),
        acknowledged=sum(one.acknowledged for one in sending.captures),
        lost=[thing for thing in acknowledged if thing not in there],
        twice=[thing for thing, count in there.items() if count > 1],
        refused=[one.refused for one in sending.captures if one.refused],
        kills=kills,
        broken=sending.broken,
        taken_up=again,
    )
