"""The master keys: files beside the database, never in it (security.md 5.3).

`serial-1.key`, `serial-2.key` …: 64 hexadecimal digits, readable by the service's own user only. A backup
that holds the database does not hold these; they are kept and restored separately.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from pathlib import Path

from txng.stamps.serials.serial import KeyRing

_NAME = re.compile(r"serial-([1-9][0-9]{0,3})\.(key|withdrawn)")
_TEXT = re.compile(r"[0-9a-f]{64}\n?")


class NoKey(Exception):
    """The folder holds no serial key: codes can be neither issued nor read."""


class KeyFileRefused(Exception):
    """A key file that others may read, or that holds no key. The message never shows its content."""


_rings: dict[tuple[Path, int], KeyRing] = {}


def load_key_ring(folder: Path) -> KeyRing:
    live, withdrawn = _files(folder, "key"), _files(folder, "withdrawn")
    if not live and not withdrawn:
        raise NoKey(f"{folder}: no serial-<version>.key")
    masters, gone = ({version: _read(path) for version, path in files.items()} for files in (live, withdrawn))
    return KeyRing(masters, gone)


def key_ring(folder: Path) -> KeyRing:
    """The same, read again only when a file of the folder was added, renamed or removed: a running process must take
    up a new version and let go of a withdrawn one without being started anew."""
    try:
        stamp = folder.stat().st_mtime_ns
    except FileNotFoundError:
        stamp = 0
    key = (folder, stamp)
    if key not in _rings:
        found = load_key_ring(folder)
        _rings.clear()
        _rings[key] = found
    return _rings[key]


def forget_key_rings() -> None:
    _rings.clear()


def key_files(folder: Path) -> tuple[list[int], list[int]]:
    """The numbers of the live and of the withdrawn versions that have a file here."""
    return sorted(_files(folder, "key")), sorted(_files(folder, "withdrawn"))


def withdraw_key(folder: Path, version: int) -> None:
    """Rename its file, so that nothing is issued under it even by a process without a database. Twice changes nothing.

    It stays readable: its stamps are on goods, and answer “no longer good” instead of “never issued”.
    """
    try:
        os.rename(folder / f"serial-{version}.key", folder / f"serial-{version}.withdrawn")
    except FileNotFoundError:
        if version not in _files(folder, "withdrawn"):
            raise NoKey(f"{folder}: no serial-{version}.key") from None
    else:
        _settle(folder)
    forget_key_rings()


def create_key(folder: Path, *, above: int = 0) -> int:
    """Make the next version and return its number.

    A number is never given twice, or codes printed under a withdrawn key would be asked of a new one. So a
    withdrawn file is renamed to `serial-<version>.withdrawn`, and `above` names the newest version in use.

    The file appears whole or not at all: written aside, then linked under its name. Two processes starting
    at once cannot overwrite each other's key: linking to an existing name fails; the loser takes the next.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = folder / f".serial-{secrets.token_hex(8)}.new"
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        while True:
            version = max(above, *_files(folder, "key"), *_files(folder, "withdrawn"), 0) + 1
            try:
                os.link(aside, folder / f"serial-{version}.key")
            except FileExistsError:
                continue
            break
    finally:
        aside.unlink()
    _settle(folder)
    forget_key_rings()
    return version


def _files(folder: Path, kind: str) -> dict[int, Path]:
    if not folder.is_dir():
        return {}
    found = ((_NAME.fullmatch(path.name), path) for path in folder.iterdir())
    return {int(match[1]): path for match, path in found if match and match[2] == kind}


def _read(path: Path) -> bytes:
    # Opened first and judged by the handle: a file swapped between check and reading would slip through.
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(handle, encoding="ascii", errors="replace") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode) or about.st_mode & 0o077:
            raise KeyFileRefused(f"{path.name}: only its owner may read it (chmod 600)")
        text = file.read(80)
    if not _TEXT.fullmatch(text):
        raise KeyFileRefused(f"{path.name}: not a key of 64 hexadecimal digits")
    return bytes.fromhex(text)


def _settle(folder: Path) -> None:
    """A key whose name was lost in a power cut would make every printed code unreadable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
