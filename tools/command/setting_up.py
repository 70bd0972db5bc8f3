"""The project's own environment: a virtual environment in the checkout with the locked packages.

Which package index is asked is the machine's affair (pip's configuration); no host is named here.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

UV = "uv==0.13.9"
DISK_MB = 1500


class Trouble(Exception):
    """Something of the machine is missing; the message ends with the remedy."""


def python_of(repository: Path) -> Path:
    return repository / ".venv" / "bin" / "python"


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def ensure(repository: Path, *, tools: bool) -> Path:
    """The environment's Python, with the packages for running or (`tools`) also for testing.

    A stamp with the hash of the requirements makes every later start a matter of milliseconds.
    """
    locked = repository / ("requirements-dev.txt" if tools else "requirements.txt")
    python = python_of(repository)
    if _stamped(repository, locked):
        return python
    with _alone(repository):
        if _stamped(repository, locked):
            return python
        _enough_room(repository)
        began = time.monotonic()
        if not _works(python):
            say("Making the environment (.venv) …")
            _make_environment(repository)
        say(f"Installing the packages of {locked.name} …")
        _install(repository, locked)
        _put_source_on_path(repository, python)
        stamp = _stamp(repository, locked)
        stamp.write_text(_print_of(locked))
        say(f"Installed in {time.monotonic() - began:.0f} s.")
    return python


def _stamp(repository: Path, locked: Path) -> Path:
    return repository / ".venv" / f"txng-{locked.stem}.stamp"


def _print_of(locked: Path) -> str:
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return hashlib.sha256(locked.read_bytes() + version.encode() + str(locked.parent).encode()).hexdigest()


def _stamped(repository: Path, locked: Path) -> bool:
    """The test tools contain the packages for running, so their stamp will do for both."""
    if not python_of(repository).exists():
        return False
    for name in {locked, repository / "requirements-dev.txt"}:
        with contextlib.suppress(OSError):
            if _stamp(repository, name).read_text() == _print_of(name):
                return True
    return False


@contextlib.contextmanager
def _alone(repository: Path) -> Iterator[None]:
    """Two first starts at once would install over each other."""
    try:
        (repository / ".txng").mkdir(mode=0o700, exist_ok=True)
        gate = (repository / ".txng" / "setup.lock").open("w")
    except OSError as error:
        raise Trouble(
            f"{repository} cannot be written ({error.strerror}). Clone the project into a folder of your own."
        ) from error
    with gate:
        try:
            fcntl.flock(gate, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Another ./txng is setting up here; waiting for it …")
            fcntl.flock(gate, fcntl.LOCK_EX)
        yield


def _enough_room(repository: Path) -> None:
    free = shutil.disk_usage(repository).free // 1_000_000
    if free < DISK_MB:
        raise Trouble(f"Only {free} MB are free in {repository}; the installation needs {DISK_MB} MB.")


def _works(python: Path) -> bool:
    """A folder moved or copied from elsewhere has an interpreter that no longer runs, or an old one."""
    try:
        if str(python.parent.parent) not in (python.parent / "activate").read_text():
            return False
    except OSError:
        return False
    test = "import sys; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([python, "-c", test], capture_output=True).returncode == 0


def _make_environment(repository: Path) -> None:
    """With the machine's own pip where it has one: a copy of pip inside takes five seconds and does nothing more."""
    folder = repository / ".venv"
    shutil.rmtree(folder, ignore_errors=True)
    plain = [sys.executable, "-m", "venv", str(folder)]
    system_pip = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True)
    if system_pip.returncode == 0 and _takes_python(system_pip.stdout):
        bare = subprocess.run([*plain, "--without-pip"], capture_output=True, text=True)
        if bare.returncode == 0:
            return
    made = subprocess.run(plain, capture_output=True, text=True)
    if made.returncode == 0:
        return
    shutil.rmtree(folder, ignore_errors=True)
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    raise Trouble(
        f"This Python cannot make virtual environments. Install the missing package and start again: "
        f"apt-get install python{version}-venv   (Fedora: dnf install python3-pip)\n{made.stdout[-600:]}"
    )


def _takes_python(said: bytes) -> bool:
    """`pip --python` installs into another environment; pip has it since 22.3."""
    version = re.match(rb"pip (\d+)\.(\d+)", said)
    return version is not None and (int(version[1]), int(version[2])) >= (22, 3)


def _pip(python: Path) -> list[str]:
    own = subprocess.run([python, "-m", "pip", "--version"], capture_output=True)
    if own.returncode == 0:
        return [str(python), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(python)]


def _install(repository: Path, locked: Path) -> None:
    """uv takes seconds where pip takes a minute; pip is there for machines uv has no build for."""
    python = python_of(repository)
    pip = _pip(python)
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    environment = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    uv = python.parent / "uv"
    with ThreadPoolExecutor(1) as beside:  # both take pip a second or more to say
        index = beside.submit(_index_for_uv, pip)
        if not uv.exists():
            subprocess.run([*pip, "install", *quiet, UV], capture_output=True, env=environment)
    if uv.exists():
        done = subprocess.run(
            [uv, "pip", "install", "--quiet", "--require-hashes", "--python", python, "-r", locked],
            env=environment | index.result() | _cache_for_uv(repository),
            cwd=repository,
            capture_output=True,
            text=True,
        )
        if done.returncode == 0:
            return
        say("uv could not install; trying pip, which is slower …")
    done = subprocess.run(
        [*pip, "install", *quiet, "--require-hashes", "-r", locked],
        env=environment,
        cwd=repository,
        stderr=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        tail = "\n".join(done.stderr.strip().splitlines()[-12:])
        raise Trouble(
            f"The packages could not be installed:\n{tail}\nIf this machine reaches no package index, give "
            f"it one (pip config set global.index-url …) and start again."
        )


def _index_for_uv(pip: list[str]) -> dict[str, str]:
    """uv does not read pip's configuration; a machine with its own index has said so only there."""
    said = subprocess.run([*pip, "config", "list"], capture_output=True, text=True).stdout
    known = {}
    for line in said.splitlines():
        key, _, value = line.partition("=")
        known[key.strip().rpartition(".")[2]] = " ".join(value.strip().strip("'\"").replace("\\n", " ").split())
    for name in ("index-url", "extra-index-url", "find-links", "cert", "no-index"):
        if asked := os.environ.get("PIP_" + name.upper().replace("-", "_")):
            known[name] = asked
    wanted = {
        "UV_DEFAULT_INDEX": known.get("index-url"),
        "UV_INDEX": known.get("extra-index-url"),
        "UV_FIND_LINKS": (known.get("find-links") or "").replace(" ", ",") or None,
        "SSL_CERT_FILE": known.get("cert"),
        "UV_NO_INDEX": "1" if known.get("no-index", "").lower() in ("1", "true", "yes") else None,
        "UV_INDEX_STRATEGY": "unsafe-best-match" if known.get("extra-index-url") else None,
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_NO_PROGRESS": "1",
    }
    return {key: value for key, value in wanted.items() if value and key not in os.environ}


def _cache_for_uv(repository: Path) -> dict[str, str]:
    """Some accounts have no home they can write to."""
    home = Path(os.path.expanduser("~"))
    if "UV_CACHE_DIR" in os.environ or (home.is_dir() and os.access(home, os.W_OK)):
        return {}
    return {"UV_CACHE_DIR": str(repository / ".venv" / "uv-cache")}


def _put_source_on_path(repository: Path, python: Path) -> None:
    """A line in a .pth file instead of a build: the checkout itself is what runs."""
    ask = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    folder = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True).stdout.strip()
    (Path(folder) / "txng-src.pth").write_text(f"{repository / 'src'}\n")
