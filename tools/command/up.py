"""`./txng up`: prepare, start web and worker, say where it is, keep both alive, stop all at the end."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType
from typing import Any

from command import demo, site, words
from command.setting_up import Trouble
from command.starting import REPOSITORY, port_trouble
from txng.project.database import die_with_parent, write_private

FIRST_ANSWER = 90.0  # seconds a slow machine may take from start to /livez
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def up(host: str, port: int) -> int:
    state = site.state_folder()
    with site.only_one(state) as alone:
        if not alone:
            now = site.running(state) or {}
            raise Trouble(f"It runs already: {now.get('base_url') or 'the address comes in a moment'}.")
        if trouble := port_trouble(host, port):
            raise Trouble(trouble)
        for name in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, _interrupt)
        run_file = state / "run.json"
        try:
            return _up(state, host, port, run_file)
        except KeyboardInterrupt:
            return 0
        finally:
            run_file.unlink(missing_ok=True)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _up(state: Path, host: str, port: int, run_file: Path) -> int:
    province = site.current_province(state)
    addresses = reachable_at(host)
    base_url = f"http://{_bracketed(addresses[0])}:{port}"
    # A first start makes the cluster on one core and does on the other what needs no database.
    with ThreadPoolExecutor(1) as beside, contextlib.ExitStack() as exits:
        without_database = site.environment(state, province, "", "")
        drawing = beside.submit(draw_demo, state, without_database)
        ready = beside.submit(get_ready, state, without_database)
        env = exits.enter_context(site.opened(state, province))
        env["TXNG_HOSTS"] = " ".join(_allowed_hosts(addresses))
        about: dict[str, Any] = {
            "pid": os.getpid(),
            "base_url": None,
            "province": province,
            "environment": env,
        }
        write_private(run_file, json.dumps(about))
        demo.prepare_once(state, province, env)
        drawing.result()
        demo.seed(env)
        ready.result()
        supervisor = Supervisor(env)
        try:
            for name, command in web_commands(host, port, doors=doors_here()).items():
                supervisor.start(name, command)
            facts = _facts_process(base_url, env)
            supervisor.until_answering(base_url)
            # After it: the first page is what is waited for, and until cards are followed Django answers scans.
            for name, command in {"cards": follower_command(), **worker_commands()}.items():
                supervisor.start(name, command)
            about["base_url"] = base_url
            write_private(run_file, json.dumps(about))
            known = _facts_of(facts)
            words.welcome(base_url, province, known)
            if host not in LOOPBACK:
                for address in addresses[1:]:
                    words.phone(f"http://{_bracketed(address)}:{port}", known)
            supervisor.watch(on_enter=lambda: words.codes(known))
        finally:
            _quiet_signals()
            run_file.unlink(missing_ok=True)
            supervisor.stop()
            print("Stopped.", file=sys.stderr)
    return 1 if supervisor.failed else 0


def _quiet_signals() -> None:
    """A second Ctrl-C must not tear the orderly stop apart; it is bounded in time anyway."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)


# --- addresses ----------------------------------------------------------------------------------------------


def reachable_at(host: str) -> list[str]:
    """First the address this machine uses, then, if the site listens wider, those a phone can use."""
    if host in LOOPBACK:
        return [host]
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 (asked for by name)
        return ["127.0.0.1", *own_addresses()]
    return [host, host]


def own_addresses() -> list[str]:
    """The address towards the network; a UDP socket is 'connected' without a packet being sent."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        return [str(probe.getsockname()[0])]
    return []


def _allowed_hosts(addresses: list[str]) -> list[str]:
    name = socket.gethostname()
    return list(dict.fromkeys([*addresses, *LOOPBACK, name, f"{name}.local"]))


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


# --- what runs ----------------------------------------------------------------------------------------------


def web_commands(host: str, port: int, *, doors: int) -> dict[str, list[str]]:
    """The front door, which answers scans in as many processes, and behind it Django in one with a few threads."""
    where = ("--host", host, "--port", str(port), "--workers", str(doors))
    return {
        "web office": [sys.executable, "-m", "txng.project.office", "--threads", "4"],
        "web": [sys.executable, "-m", "txng.project.front", *where],
    }


MOST_DOORS = 4  # each holds 20,000 pages of its own


def doors_here() -> int:
    """One a processor: a door is one thread of Python."""
    return min(MOST_DOORS, os.cpu_count() or 1)


def follower_command() -> list[str]:
    """Keeps the cards that scans read as the database is."""
    return [sys.executable, "-m", "django", "follow_cards"]


JOBS = 2  # done at once: a long import must not hold up a letter


def worker_commands() -> dict[str, list[str]]:
    """Two jobs at once, on two processors where there are two: in one process they would wait for each other's Python."""
    processes = min(JOBS, os.cpu_count() or 1)
    names = [f"worker {number}" if number > 1 else "worker" for number in range(1, processes + 1)]
    return dict.fromkeys(names, worker_command(JOBS // processes))


def worker_command(jobs: int = JOBS) -> list[str]:
    return [
        *(sys.executable, "-m", "django", "procrastinate", "worker"),
        *("--concurrency", str(jobs), "--shutdown-graceful-timeout", "10"),
    ]


def draw_demo(state: Path, env: dict[str, str]) -> None:
    """Only ahead of a first start: `seed_demo` draws what is missing."""
    if not (state / "static.stamp").exists() and site.has_command("draw_demo"):
        site.django(["draw_demo"], env)


def get_ready(state: Path, env: dict[str, str]) -> None:
    """The files, and the byte code of what the site imports."""
    if collect_static(state, env):
        subprocess.run(
            [sys.executable, "-c", "import granian.cli, txng.project.front.app, txng.project.wsgi"],
            env=os.environ | env,
        )


def collect_static(state: Path, env: dict[str, str]) -> bool:
    """Whether anything had to be done: copying and hashing every file costs seconds; names, sizes and times tell."""
    seen = hashlib.sha256((REPOSITORY / "requirements.txt").read_bytes())
    for path in sorted(REPOSITORY.glob("src/txng/*/static/**/*")):
        if path.is_file():
            about = path.stat()
            seen.update(f"{path}:{about.st_size}:{about.st_mtime_ns}\n".encode())
    stamp = state / "static.stamp"
    if stamp.exists() and stamp.read_text() == seen.hexdigest():
        return False
    if site.django(["collectstatic", "--noinput", "--clear", "-v", "0"], env):
        raise Trouble("The style sheets and pictures could not be collected; the reason stands above.")
    stamp.write_text(seen.hexdigest())
    return True


def _facts_process(base_url: str, env: dict[str, str]) -> subprocess.Popen[str] | None:
    """Asked while the web server loads: both take about a second."""
    if not site.has_command("facts"):
        return None
    command = [sys.executable, "-m", "django", "facts", "--base-url", base_url]
    return subprocess.Popen(command, env=os.environ | env, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)


def _facts_of(process: subprocess.Popen[str] | None) -> dict[str, Any]:
    if process is None:
        return {}
    said, _ = process.communicate(timeout=60)
    try:
        facts: dict[str, Any] = json.loads(said)
    except ValueError:
        return {}
    return facts


class Child:
    def __init__(self, name: str, command: list[str], env: dict[str, str]) -> None:
        self.name, self.command, self.env = name, command, os.environ | env | {"PYTHONUNBUFFERED": "1"}
        self.pause, self.again_at = 0.5, 0.0
        self.begin()

    def begin(self) -> None:
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=self.env,
            cwd=REPOSITORY,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # what matters goes to stderr
            start_new_session=True,  # Ctrl-C reaches us alone; we then stop both in order
            preexec_fn=die_with_parent(signal.SIGTERM),
        )

    def signal_all(self, how: signal.Signals) -> None:
        """The server's own workers are in its group and must not be left behind."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, how)


class Supervisor:
    """Starts the children, starts them again when they fall, waiting longer each time, and ends them all."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env, self.failed = env, False
        self.children: list[Child] = []

    def start(self, name: str, command: list[str]) -> None:
        self.children.append(Child(name, command, self.env))

    def until_answering(self, base_url: str) -> None:
        deadline = time.monotonic() + FIRST_ANSWER
        while not answers(base_url):
            if any(child.process.poll() is not None for child in self.children):
                self.failed = True
                raise Trouble("The site did not start; the reason stands above.")
            if time.monotonic() > deadline:
                self.failed = True
                raise Trouble(f"The site does not answer {base_url}/livez after {FIRST_ANSWER:.0f} s.")
            time.sleep(0.05)

    def watch(self, *, on_enter: Callable[[], None]) -> None:
        while True:
            for child in self.children:
                self._look_after(child)
            if sys.stdin and not sys.stdin.closed and sys.stdin.isatty():
                if select.select([sys.stdin], [], [], 0.3)[0] and sys.stdin.readline():
                    on_enter()
            else:
                time.sleep(0.3)

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.process.poll() is None:
            if now - child.began > 60:
                child.pause = 0.5
            return
        if not child.again_at:
            child.signal_all(signal.SIGKILL)  # what the fallen one may have left of itself
            child.again_at = now + child.pause
            code = child.process.returncode
            print(f"{child.name} ended ({code}); starting it again in {child.pause:g} s.", file=sys.stderr)
            child.pause = min(child.pause * 2, 30.0)
        elif now >= child.again_at:
            child.again_at = 0.0
            child.begin()

    def stop(self) -> None:
        for how, seconds in ((signal.SIGTERM, 12.0), (signal.SIGKILL, 5.0)):
            for child in self.children:
                if child.process.poll() is None:
                    child.process.send_signal(how) if how == signal.SIGTERM else child.signal_all(how)
            deadline = time.monotonic() + seconds
            for child in self.children:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.process.wait(max(0.1, deadline - time.monotonic()))
        for child in self.children:
            child.signal_all(signal.SIGKILL)


def answers(base_url: str) -> bool:
    address = base_url.removeprefix("http://")
    connection = http.client.HTTPConnection(address, timeout=5)
    try:
        connection.request("GET", "/livez")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
