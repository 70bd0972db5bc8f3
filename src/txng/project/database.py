"""Our own PostgreSQL: found, started, shared and stopped, on any machine, as root or not.

The server listens on a Unix socket only, every role has a generated password, and no right of a folder that
was there before us is ever changed. As root the server runs as an unprivileged user out of a folder that user
can reach, because PostgreSQL refuses root and a checkout under a closed home is out of that user's sight.

The application's role owns nothing: `owner_url` is for migrations, `app_url` for everything else.
This module imports neither Django nor the settings, so that `./txng`, the settings and the tests may use it.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from txng.project.addresses import database_name as database_name
from txng.project.addresses import make_url as make_url
from txng.project.addresses import parse_url as parse_url
from txng.project.addresses import with_database as with_database
from txng.project.binaries import (
    Binaries,
    DatabaseTrouble,
    find_binaries,
    machine_folder,
    reachable,
    server_user,
)

ADMIN, OWNER, APP = "txng_admin", "txng_owner", "txng_app"
EXTENSIONS = ("unaccent", "pg_trgm", "btree_gist")
START_SECONDS = 120.0  # recovery after a crash may replay a good deal of log
STOP_SECONDS = 30.0
SOCKET_ROOM = 90  # a socket's path may have about 104 bytes, PostgreSQL adds the file name


def die_with_parent(how: signal.Signals = signal.SIGINT) -> Callable[[], None]:
    """A child must not outlive a parent that was killed (Linux); SIGINT is PostgreSQL's fast shutdown."""
    library = ctypes.CDLL(None) if sys.platform == "linux" else None

    def before_exec() -> None:
        if library is not None:
            library.prctl(1, int(how))

    return before_exec


class Cluster:
    """One PostgreSQL server with its folder: `home/data`, `home/log`, the socket, and the three passwords.

    Start it with `with Cluster(...)`, or `attach()` to one another process keeps.
    """

    def __init__(self, binaries: Binaries, home: Path, *, keys: Path | None = None, fsync: bool = True) -> None:
        self.home, self.fsync, self.user = home, fsync, server_user()
        self.data, self.log = home / "data", home / "log"
        self.keys = keys or home / "keys.json"
        self.binaries = reachable(binaries, self.user)
        self.process: subprocess.Popen[bytes] | None = None
        self._passwords: dict[str, str] = {}

    # what others ask

    @property
    def socket(self) -> Path:
        wanted = self.home / "s"
        if len(str(wanted)) <= SOCKET_ROOM:
            return wanted
        name = f"txng-{os.geteuid()}-{hashlib.sha256(str(self.home).encode()).hexdigest()[:12]}"
        return Path("/tmp") / name  # noqa: S108 (see _own_folder)

    @property
    def passwords(self) -> dict[str, str]:
        if not self._passwords:
            self._passwords = json.loads(self.keys.read_text())
        return self._passwords

    def url(self, role: str, database: str) -> str:
        return make_url(role, self.passwords[role], str(self.socket), database)

    def admin_url(self, database: str = "postgres") -> str:
        return self.url(ADMIN, database)

    def owner_url(self, database: str) -> str:
        return self.url(OWNER, database)

    def app_url(self, database: str) -> str:
        return self.url(APP, database)

    def databases(self) -> set[str]:
        with self._admin() as admin:
            return {name for (name,) in admin.execute("SELECT datname FROM pg_database")}

    def create(self, database: str, *, template: str = "template0") -> str:
        """An empty database of the owner role; besides it only the application may connect."""
        with self._admin() as admin:
            names = {"db": sql.Identifier(database), "template": sql.Identifier(template)}
            admin.execute(
                sql.SQL("CREATE DATABASE {db} OWNER {owner} TEMPLATE {template}").format(
                    owner=sql.Identifier(OWNER), **names
                )
            )
            admin.execute(sql.SQL("REVOKE ALL ON DATABASE {db} FROM PUBLIC").format(**names))
            admin.execute(sql.SQL("GRANT CONNECT ON DATABASE {db} TO {app}").format(app=sql.Identifier(APP), **names))
        return database

    def clone(self, template: str, database: str) -> str:
        """A copy of a database nobody is connected to; far cheaper than migrating again."""
        return self.create(database, template=template)

    def drop(self, database: str) -> None:
        with self._admin() as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def version(self) -> str:
        with self._admin() as admin:
            row = admin.execute("SHOW server_version").fetchone()
        return str(row[0]) if row else ""

    # life

    def __enter__(self) -> Cluster:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def attach(self) -> Cluster:
        if not self.running():
            raise DatabaseTrouble(f"No PostgreSQL runs in {self.home}.")
        return self

    def running(self) -> bool:
        """Ready for connections, by the status line PostgreSQL keeps in its own file."""
        lines = self._pid_lines()
        return len(lines) > 7 and lines[7].strip() == "ready" and _alive(int(lines[0]))

    def start(self) -> Cluster:
        """Make the cluster if there is none, end an orphan on the same data, and wait until it answers."""
        if self.data.exists() and not self.keys.exists():
            self._set_aside()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        elif (had := (self.data / "PG_VERSION").read_text().strip()) != str(self.binaries.major):
            raise DatabaseTrouble(
                f"The data in {self.home} belong to PostgreSQL {had}, the programs found are "
                f"{self.binaries.major}. Put PostgreSQL {had} back, or wipe the demo with ./txng reset."
            )
        self._end_orphan()
        self._own_folder(self.socket)
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket),
            "unix_socket_permissions": "0777",  # the folder is closed; the password decides
            "max_connections": "200",
            # PostgreSQL's own default is from machines of another time: indexes of a few million events would be read
            # and written again and again.
            "shared_buffers": f"{shared_buffers()}MB",
            "max_wal_size": "2GB",
            "log_timezone": "UTC",
            "timezone": "UTC",
        }
        if not self.fsync:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        command = [str(self.binaries.bin / "postgres"), "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        self.process = self._spawn(command)
        deadline = time.monotonic() + START_SECONDS
        while not self.running():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self._signal(signal.SIGQUIT)
                raise DatabaseTrouble(f"PostgreSQL did not start. Its last words ({self.log}):\n{self._tail()}")
            time.sleep(0.02)
        self._ensure_roles()
        return self

    def stop(self) -> None:
        """Fast shutdown; the crash-safe immediate one when that takes too long."""
        if self.process is None:
            return
        for how, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
            self._signal(how)
            try:
                self.process.wait(seconds)
                break
            except subprocess.TimeoutExpired:
                continue
        self.process = None
        if self.socket.parent != self.home:
            with contextlib.suppress(OSError):
                self.socket.rmdir()

    def wait(self, seconds: float) -> bool:
        """True when the server has ended within that time."""
        try:
            return self.process is None or self.process.wait(seconds) is not None
        except subprocess.TimeoutExpired:
            return False

    # inside

    @contextlib.contextmanager
    def _admin(self) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        with psycopg.connect(self.admin_url(), autocommit=True, connect_timeout=20) as connection:
            yield connection

    def _own_folder(self, folder: Path) -> None:
        """Ours, closed to others; a folder somebody else put there first is refused, not used."""
        owner = self.user.pw_uid if self.user else os.geteuid()
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            seen = folder.lstat()
            if seen.st_uid not in (owner, os.geteuid()) or folder.is_symlink():
                raise DatabaseTrouble(f"{folder} belongs to somebody else; remove it and start again.") from None
        if self.user:
            os.chown(folder, self.user.pw_uid, self.user.pw_gid)

    def _spawn(self, command: list[str]) -> subprocess.Popen[bytes]:
        log = os.open(self.log, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        try:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
                start_new_session=True,  # Ctrl-C is for us; we then stop the server in order
                preexec_fn=die_with_parent(),
                **self._as_user(),
            )
        finally:
            os.close(log)

    def _as_user(self) -> dict[str, Any]:
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if self.user else {}

    def _set_aside(self) -> None:
        """The state folder was removed by hand, its keys with it; without them these data verify no stamp.

        They are kept once, for whoever finds the keys again, and no longer stand in the way of a fresh start.
        """
        self._end_orphan()
        aside = self.home / "data.aside"
        shutil.rmtree(aside, ignore_errors=True)
        self.data.rename(aside)

    def _initialise(self) -> None:
        """`initdb` beside, then renamed: a start that was broken off leaves no half cluster."""
        self.home.parent.mkdir(parents=True, exist_ok=True)
        self._own_folder(self.home)
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        if not self.keys.exists():
            text = json.dumps({role: secrets.token_urlsafe(24) for role in (ADMIN, OWNER, APP)})
            write_private(self.keys, text)
        first = self.home / "first"
        write_private(first, self.passwords[ADMIN])
        if self.user:
            os.chown(first, self.user.pw_uid, self.user.pw_gid)
        command = [self.binaries.bin / "initdb", "-D", fresh, "-U", ADMIN, "--pwfile", first]
        command += ["-A", "scram-sha-256", "-E", "UTF8", "--locale", "C"]  # the same order on every machine
        try:
            made = subprocess.run(
                [*map(str, command), *([] if self.fsync else ["--no-sync"])],
                capture_output=True,
                text=True,
                cwd="/",
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
                **self._as_user(),
            )
        finally:
            first.unlink(missing_ok=True)
        if made.returncode:
            raise DatabaseTrouble(f"PostgreSQL could not make its folder in {self.home}:\n{made.stderr}")
        (fresh / "pg_hba.conf").write_text("local all all scram-sha-256\n")
        fresh.rename(self.data)

    def _ensure_roles(self) -> None:
        """The passwords are set at every start, so that lost or copied keys heal themselves."""
        try:
            admin = psycopg.connect(self.admin_url(), autocommit=True, connect_timeout=20)
        except psycopg.OperationalError as error:
            raise DatabaseTrouble(
                f"The passwords in {self.keys} do not open the database in {self.home}. Bring the file back, "
                f"or wipe the demo with ./txng reset. ({error})"
            ) from error
        with admin:
            for role, extra in ((OWNER, "CREATEDB"), (APP, "NOCREATEDB")):
                have = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
                verb = "ALTER" if have else "CREATE"
                admin.execute(
                    sql.SQL(
                        f"{verb} ROLE {{}} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE {extra} PASSWORD {{}}"
                    ).format(sql.Identifier(role), sql.Literal(self.passwords[role]))
                )

    def _pid_lines(self) -> list[str]:
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []
        return lines if lines and lines[0].strip().isdigit() else []

    def _end_orphan(self) -> None:
        """A server on our data whose starter was killed is stopped; a stale file PostgreSQL sees to."""
        lines = self._pid_lines()
        if not lines or not _is_postgres(int(lines[0]), self.data):
            return
        for how, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 10.0)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(lines[0]), how)
            deadline = time.monotonic() + seconds
            while _alive(int(lines[0])) and time.monotonic() < deadline:
                time.sleep(0.05)
            if not _alive(int(lines[0])):
                return

    def _signal(self, how: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(how)

    def _tail(self) -> str:
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
        except OSError:
            return "(no log)"


def shared_buffers() -> int:
    """In MB: a sixteenth of the machine's memory, never less than PostgreSQL's own 128, never more than 1,024."""
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    except (OSError, ValueError):
        memory = 0
    return min(1024, max(128, memory // 16))


def write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    with contextlib.suppress(OSError):  # a zombie waits for its parent and answers nobody
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return True


def _is_postgres(pid: int, data: Path) -> bool:
    """Guards against a reused process number: the working folder of a server is its data folder."""
    if not _alive(pid):
        return False
    try:
        return Path(os.readlink(f"/proc/{pid}/cwd")) == data.resolve()
    except OSError:
        return sys.platform != "linux"


def checkout_cluster(state: Path) -> Cluster:
    """The lasting cluster of one state folder. As root its data lie outside, keyed by the state's path."""
    home = state / "postgresql"
    if os.geteuid() == 0:
        home = machine_folder() / hashlib.sha256(str(state.resolve()).encode()).hexdigest()[:16]
    return Cluster(find_binaries(), home, keys=state / "database-keys.json")


@contextlib.contextmanager
def temporary_cluster(binaries: Binaries | None = None, *, fsync: bool = False) -> Iterator[Cluster]:
    """A server for tests: nothing survives it, and without `fsync` not even a crash of the machine."""
    base = Path(tempfile.gettempdir())
    if len(str(base)) > 40:
        base = Path("/tmp")  # noqa: S108 (mkdtemp below)
    _sweep(base)
    home = Path(tempfile.mkdtemp(prefix="txng-pg-", dir=base))
    with open(home / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        cluster = Cluster(binaries or find_binaries(), home, fsync=fsync)
        try:
            with cluster:
                yield cluster
        finally:
            shutil.rmtree(home, ignore_errors=True)


def _sweep(base: Path) -> None:
    """Folders of test runs that were killed: ours, old, and no longer locked."""
    for home in base.glob("txng-pg-*"):
        with contextlib.suppress(OSError):
            if time.time() - home.stat().st_mtime < 600:
                continue
            with open(home / "lock") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(home, ignore_errors=True)


@contextlib.contextmanager
def cluster_for_tests() -> Iterator[Cluster]:
    """The server `./txng test` started (all its workers share it), or a throw-away one of our own."""
    home = os.environ.get("TXNG_TEST_CLUSTER")
    if home:
        yield Cluster(find_binaries(), Path(home), fsync=False).attach()
    else:
        with temporary_cluster() as cluster:
            yield cluster
