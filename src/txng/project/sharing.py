"""One server for several commands of a checkout at once: `up`, `manage` beside it, another `manage`."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import selectors
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path

from txng.project.binaries import DatabaseTrouble
from txng.project.database import SOCKET_ROOM, START_SECONDS, STOP_SECONDS, Cluster, checkout_cluster

BUSY = 3  # exit code of a keeper that finds another still there


class Shared:
    """A checkout's cluster for several commands: the first starts it, the end of the last stops it.

    A keeper process owns the server and counts open connections to its socket. The kernel closes those of a
    killed command, so that even SIGKILL leaves nothing running.
    """

    def __init__(self, state: Path) -> None:
        self.state = state
        self.cluster = checkout_cluster(state)
        self._line: socket.socket | None = None

    def __enter__(self) -> Cluster:
        self.state.mkdir(parents=True, exist_ok=True)
        with open(self.state / "postgresql.lock", "w") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            deadline = time.monotonic() + START_SECONDS + 10
            while not self._join():
                keeper = self._start_keeper()
                while not self._join():
                    if status := os.waitpid(keeper, os.WNOHANG)[1]:
                        if os.waitstatus_to_exitcode(status) == BUSY:
                            break  # the keeper before this one is still stopping
                        said = (self.state / "keeper.log").read_text(errors="replace").strip()
                        raise DatabaseTrouble(said or "PostgreSQL did not start.")
                    if time.monotonic() > deadline:
                        raise DatabaseTrouble("PostgreSQL did not start in time.")
                    time.sleep(0.03)
                time.sleep(0.05)
        return self.cluster

    def __exit__(self, *_: object) -> None:
        if self._line is not None:
            with contextlib.suppress(OSError):
                self._line.settimeout(STOP_SECONDS + 25)
                self._line.sendall(b"bye\n")
                self._line.recv(16)  # "others\n" at once, or the end of the line when the server has stopped
            self._line.close()
            self._line = None

    def _start_keeper(self) -> int:
        """In a session of its own and not waited for: another command may still need it."""
        write_log = os.O_CREAT | os.O_TRUNC | os.O_WRONLY
        return os.posix_spawn(
            sys.executable,
            [sys.executable, "-m", "txng.project.sharing", str(self.state)],
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                (os.POSIX_SPAWN_OPEN, 2, str(self.state / "keeper.log"), write_log, 0o600),
            ],
            setsid=True,
        )

    def _join(self) -> bool:
        if self._line is not None:
            return True
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.settimeout(START_SECONDS)
            line.connect(str(keeper_socket(self.state)))
            if line.recv(16) == b"ready\n":
                self._line = line
                return True
        except OSError:
            pass
        line.close()
        return False


def keeper_socket(state: Path) -> Path:
    path = state / "keeper.sock"
    if len(str(path)) <= SOCKET_ROOM:
        return path
    name = hashlib.sha256(str(state.resolve()).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"txng-keeper-{os.geteuid()}-{name}.sock"


def keep(state: Path) -> int:
    """Body of the keeper: hold the server while anybody is on the line, restart it if it falls."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)  # its end is the last user's leaving
    with open(state / "keeper.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return BUSY
        path = keeper_socket(state)
        path.unlink(missing_ok=True)
        with checkout_cluster(state) as cluster, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
            old = os.umask(0o177)
            door.bind(str(path))
            os.umask(old)
            door.listen(64)
            leaving = _serve(door, cluster)
            path.unlink(missing_ok=True)
            door.close()
            cluster.stop()
        for line in leaving:
            line.close()
    return 0


def _serve(door: socket.socket, cluster: Cluster, *, patience: float = 15.0) -> list[socket.socket]:
    """Until the last line closes. Returns the lines of those who wait to hear that the server has stopped."""
    lines: set[socket.socket] = set()
    leaving: list[socket.socket] = []
    last = time.monotonic()
    pause = 0.2
    with selectors.DefaultSelector() as selector:
        selector.register(door, selectors.EVENT_READ)
        while lines or (not leaving and time.monotonic() - last < patience):
            for key, _ in selector.select(timeout=1.0):
                if key.fileobj is door:
                    line, _ = door.accept()
                    line.sendall(b"ready\n")
                    lines.add(line)
                    selector.register(line, selectors.EVENT_READ)
                    leaving.clear()
                    continue
                line = key.fileobj  # type: ignore[assignment]
                try:
                    said = line.recv(16)
                except OSError:
                    said = b""
                selector.unregister(line)
                lines.discard(line)
                last = time.monotonic() - patience
                if said and not lines:
                    leaving.append(line)
                    continue
                if said:
                    with contextlib.suppress(OSError):
                        line.sendall(b"others\n")
                line.close()
            if lines and cluster.wait(0):
                time.sleep(pause)
                pause = min(pause * 2, 10.0)
                with contextlib.suppress(DatabaseTrouble):
                    cluster.start()
    return leaving


if __name__ == "__main__":
    try:
        sys.exit(keep(Path(sys.argv[1])))
    except DatabaseTrouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        sys.exit(1)
