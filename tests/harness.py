"""A whole running site for tests and claims: own database, own keys, own port, seeded like the demo.

`./txng up` and this start the same commands; nothing here is a stand-in.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.append(str(REPOSITORY / "tools"))

from command import demo, programs, site, up  # noqa: E402
from command.browser import ensure as ensure_browser  # noqa: E402
from command.words import totp  # noqa: E402

from txng.project.database import Cluster, database_name, die_with_parent  # noqa: E402

# Parts of a browser nobody looks at. Of such lists the last alone is heeded, so Playwright's own stand here too. Were the
# last two not named, an address bar that is not there would load what it drops down: a second's work for each window.
WITHOUT = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "AimEnabled"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "OptimizationHints"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin"),
    *("NetworkTimeServiceQuerying", "PreconnectToSearch", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
)
BROWSER_FLAGS = [
    # No page may reach another host; intercepting requests instead would switch the browser's cache off.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--no-sandbox",
    "--disable-gpu",  # there is none; emulating one costs a sixth of every walk
    "--disable-gpu-compositing",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    f"--disable-features={','.join(WITHOUT)}",
]
FACTS = "facts.json"  # in the folder of a template


class Installation:
    """One province's site. `start()` once; everything it made is gone after `stop()`.

    `environment` adds to the server's variables, `empty` leaves the demo out, `worker` runs the queue. `same_data` says
    that another `repository` would seed what this one does: then it is not seeded again where this one's is there.
    `cards` follows the cards too, so that the front door answers scans by itself; without, Django does.
    """

    def __init__(
        self,
        cluster: Cluster,
        province: str,
        *,
        worker: bool = False,
        empty: bool = False,
        environment: dict[str, str] | None = None,
        repository: Path = REPOSITORY,
        same_data: bool = False,
        cards: bool = False,
        doors: int = 1,
    ) -> None:
        self.same_data, self.with_cards, self.doors = same_data, cards, doors
        self.cluster, self.province, self.repository = cluster, province, repository
        self.with_worker, self.empty = worker, empty
        self.state = Path(tempfile.mkdtemp(prefix="site-", dir=cluster.home))
        self.database = f"{database_name(province)}_{os.getpid()}_{self.state.name[-8:].lower()}"
        self.port = _free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.log = self.state / "log"
        urls = cluster.owner_url(self.database), cluster.app_url(self.database)
        self.env = site.environment(self.state, province, *urls) | (environment or {})
        if repository != REPOSITORY:
            self.env["PYTHONPATH"] = str(repository / "src")
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Installation:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> Installation:
        try:
            self.take_template()
            self.start_web()
            if self.with_worker:
                self.start_worker()
        except BaseException:
            self.stop()
            raise
        return self

    def take_template(self) -> None:
        """Seeding takes most of a start, so each kind is seeded once for a server and copied from then on."""
        kind = self._kind(REPOSITORY if self.same_data else self.repository)
        if self.same_data and f"site_{kind}" not in self.cluster.databases():
            kind = self._kind(self.repository)
        template, folder = f"site_{kind}", self.cluster.home / f"site_{kind}"
        with self._alone(template):
            if template not in self.cluster.databases():
                self._make_template(f"{template}_growing", folder)
                self.cluster.clone(f"{template}_growing", template)
                self.cluster.drop(f"{template}_growing")
            self.cluster.clone(template, self.database)
        shutil.copytree(folder, self.state, dirs_exist_ok=True, symlinks=True)

    @contextlib.contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        """Nobody else on this server makes what is called so."""
        with (self.cluster.home / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _kind(self, repository: Path) -> str:
        return hashlib.sha256(f"{self.province}:{self.empty}:{repository}".encode()).hexdigest()[:12]

    def _make_template(self, database: str, folder: Path) -> None:
        """Under a name of its own until it is whole: a start that was broken off leaves no half template."""
        self.cluster.drop(database)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        urls = self.cluster.owner_url(database), self.cluster.app_url(database)
        env = self.env | site.environment(folder, self.province, *urls)
        self._every_provinces(env, database, folder)
        if not self.empty and site.has_command("seed_demo") and demo.is_empty(env):
            self._django(env, "seed_demo")
            (folder / FACTS).write_text(self._django(env, "facts", "--base-url", self.base_url))

    def _every_provinces(self, env: dict[str, str], database: str, folder: Path) -> None:
        """Tables, units, files to be served and drawn goods are one repository's, whatever the province: made once."""
        name = f"site_base_{hashlib.sha256(str(self.repository).encode()).hexdigest()[:12]}"
        shared = self.cluster.home / name
        with self._alone(name):
            if name in self.cluster.databases():
                self.cluster.clone(name, database)
            else:
                shutil.rmtree(shared, ignore_errors=True)
                self.cluster.create(database)
                self._django(env, "prepare_database", owner=True)
                self._django(env, "collectstatic", "--noinput", "-v", "0")
                shared.mkdir(mode=0o700)
                (folder / "static").rename(shared / "static")
                (shared / "drawings").mkdir(mode=0o700)
                self.cluster.clone(database, name)
        for each in ("static", "drawings"):
            (folder / each).symlink_to(shared / each)

    def stop(self) -> None:
        for name in dict.fromkeys(name.split()[0] for name in self._children):
            self.end(name)
        self.cluster.drop(self.database)
        shutil.rmtree(self.state, ignore_errors=True)

    def start_web(self) -> None:
        """The front door and the office behind it, and what the front door reads: those of the three that do not run."""
        commands = up.web_commands("127.0.0.1", self.port, doors=self.doors) | {"web cards": up.follower_command()}
        for name, command in commands.items():
            if name not in self._children and (self.with_cards or name != "web cards"):
                self._spawn(name, command)
        deadline = time.monotonic() + up.FIRST_ANSWER
        while not up.answers(self.base_url):
            if any(child.poll() is not None for child in self._children.values()) or time.monotonic() > deadline:
                raise RuntimeError(f"The site did not start:\n{self.said()}")
            time.sleep(0.05)

    def start_worker(self) -> None:
        """All of its processes that do not run."""
        for name, command in up.worker_commands().items():
            if name not in self._children:
                self._spawn(name, command)

    def end(self, name: str, how: signal.Signals = signal.SIGTERM) -> None:
        """End `web` or `worker` with all its processes, in order or, with SIGKILL, as a crash would."""
        ended = [self._children.pop(each) for each in list(self._children) if each.split()[0] == name]
        for child in ended:
            with contextlib.suppress(ProcessLookupError):
                child.send_signal(how)
        for child in ended:
            self._bury(child)

    def _bury(self, child: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(15)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()

    def revive(self) -> None:
        """What has ended by itself is started again, as `./txng up` does: a worker ends with its database."""
        for name, child in list(self._children.items()):
            if child.poll() is not None:
                self._children.pop(name)
                self.start_web() if name.startswith("web") else self.start_worker()

    def run_jobs(self) -> None:
        """Work off the queue once and come back; for tests that must not wait."""
        self.manage(*up.worker_command()[3:], "--one-shot")

    def manage(self, *words: str, owner: bool | None = None, stdin: str | None = None) -> str:
        """A management command's output; its failure is an error with what it said."""
        return self._django(self.env, *words, owner=owner, stdin=stdin)

    def _django(self, env: dict[str, str], *words: str, owner: bool | None = None, stdin: str | None = None) -> str:
        owner = words[0] in site.OWNER_COMMANDS if owner is None else owner
        done = subprocess.run(
            [sys.executable, "-m", "django", *words],
            env=_clean(os.environ) | env | ({"TXNG_AS_OWNER": "1"} if owner else {}),
            cwd=self.repository,
            input=stdin,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)} failed:\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}")
        return done.stdout

    def sql(self, query: str, parameters: Any = None, *, owner: bool = False) -> list[tuple[Any, ...]]:
        """Rows of a query, as the application's role unless `owner`; committed."""
        url = self.env["TXNG_DATABASE_OWNER" if owner else "TXNG_DATABASE_APP"]
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(query, parameters)
            return cursor.fetchall() if cursor.description else []

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What `./txng facts` prints, asked when the demo was seeded."""
        said: dict[str, Any] = json.loads((self.state / FACTS).read_text())
        return said | {"base_url": self.base_url}

    def user(self, key: str) -> dict[str, Any]:
        """One of the cast by its key in `facts`."""
        return next(u for u in self.facts["users"] if u["key"] == key)

    def code(self, key: str) -> str:
        """The second factor of one of the cast, as an authenticator app shows it now."""
        return totp(self.user(key)["totp_secret"])

    def said(self) -> str:
        return self.log.read_text(errors="replace")[-6000:] if self.log.exists() else ""

    def _spawn(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            self._children[name] = subprocess.Popen(
                command,
                env=_clean(os.environ) | self.env,
                cwd=self.repository,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
        return self._children[name]


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """Playwright's handle on the machine's own Chromium."""
    from playwright.sync_api import sync_playwright

    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure_browser(), args=BROWSER_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def _clean(environment: Any) -> dict[str, str]:
    """The variables of a test run itself must not leak into a site that is meant to be an ordinary one."""
    ours = ("TXNG_AS_OWNER", "TXNG_PLAIN_STATIC", "TXNG_PROVINCE", "TXNG_STATE", "TXNG_DEBUG", "DATABASE_URL")
    return {k: v for k, v in environment.items() if k not in ours and not k.startswith("TXNG_DATABASE_")}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ensure_program(program: str, package: str) -> str:
    """Found or installed; a test that needs it fails where it cannot be had, and is never left out."""
    return programs.ensure(program, package)
