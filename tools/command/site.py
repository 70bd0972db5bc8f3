"""One installation: its state folder, its province, its database, and the environment Django reads."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from command import starting
from command.setting_up import Trouble
from command.starting import REPOSITORY
from txng.project import binaries, database, sharing

# These change or read the tables themselves and so need their owner; everything else is the application.
OWNER_COMMANDS = {
    "createcachetable", "dbshell", "flush", "inspectdb", "load_places", "makemigrations", "migrate",
    "optimizemigration", "pgtrigger", "prepare_database", "showmigrations", "snapshot_schema",
    "sqlflush", "sqlmigrate", "squashmigrations",
}  # fmt: skip


def state_folder() -> Path:
    """Keys and passwords live here, so it is closed to others from the start."""
    folder = Path(os.environ.get("TXNG_STATE") or REPOSITORY / ".txng").resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / ".write").touch()
        (folder / ".write").unlink()
    except OSError as error:
        raise Trouble(
            f"{folder} cannot be written ({error.strerror}). Set TXNG_STATE to a folder of your own."
        ) from error
    return folder


def current_province(state: Path) -> str:
    with contextlib.suppress(OSError):
        if name := (state / "province").read_text().strip():
            return name
    return os.environ.get("TXNG_PROVINCE") or next(iter(starting.provinces()), "demo")


@contextlib.contextmanager
def only_one(state: Path) -> Iterator[bool]:
    """Whether this is the one `up` of the state folder. The kernel frees the lock of a killed one."""
    with open(state / "up.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


def running(state: Path) -> dict[str, Any] | None:
    """What `up` has left about itself, if it still runs."""
    with only_one(state) as nobody:
        if nobody:
            return None
    try:
        facts: dict[str, Any] = json.loads((state / "run.json").read_text())
    except (OSError, ValueError):
        return None
    return facts


def environment(state: Path, province: str, owner_url: str, app_url: str) -> dict[str, str]:
    """Exactly what a Django process of this installation is given."""
    return {
        "DJANGO_SETTINGS_MODULE": "txng.project.settings",
        "TXNG_STATE": str(state),
        "TXNG_PROVINCE": province,
        "TXNG_DATABASE_OWNER": owner_url,
        "TXNG_DATABASE_APP": app_url,
    }


@contextlib.contextmanager
def opened(state: Path, province: str) -> Iterator[dict[str, str]]:
    """The province's database, open for as long as the block lasts, and the environment to use it with."""
    if os.environ.get("DATABASE_URL"):
        owner_url = os.environ["DATABASE_URL"]
        _check_outside(state, owner_url, province)
        app_url = os.environ.get("DATABASE_APP_URL") or application_role(state, owner_url)
        yield environment(state, province, owner_url, app_url)
        return
    name = database.database_name(province)
    with sharing.Shared(state) as cluster:
        if name not in cluster.databases():
            cluster.create(name)
            (state / f"prepared-{province}").unlink(missing_ok=True)
        yield environment(state, province, cluster.owner_url(name), cluster.app_url(name))


def django(words: list[str], env: dict[str, str], *, owner: bool | None = None, **options: Any) -> int:
    """Run a management command, as the owner where the command needs it."""
    if owner is None:
        owner = bool(words) and words[0] in OWNER_COMMANDS
    process_env = os.environ | env | ({"TXNG_AS_OWNER": "1"} if owner else {})
    if not owner:
        process_env.pop("TXNG_AS_OWNER", None)
    options.setdefault("cwd", REPOSITORY)
    return subprocess.run([sys.executable, "-m", "django", *words], env=process_env, **options).returncode


def has_command(name: str) -> bool:
    """Areas bring their own commands; one that is not written yet is skipped, not missed."""
    return any(REPOSITORY.glob(f"src/txng/*/management/commands/{name}.py"))


# --- a PostgreSQL that is not ours --------------------------------------------------------------------------


def _check_outside(state: Path, owner_url: str, province: str) -> None:
    """An outside database holds one province for good; its name is remembered, the password is not."""
    try:
        with psycopg.connect(owner_url, connect_timeout=15) as connection:
            row = connection.execute("SHOW server_version_num").fetchone()
            if row and int(row[0]) < binaries.OLDEST * 10000:
                raise Trouble(f"The server of DATABASE_URL is older than PostgreSQL {binaries.OLDEST}.")
    except psycopg.OperationalError as error:
        name = database.parse_url(owner_url)["NAME"]
        raise Trouble(
            f"DATABASE_URL does not open: {error}\nIs the server up, and does the database {name!r} exist? "
            f"(createdb {name})"
        ) from error
    parts = database.parse_url(owner_url)
    key = hashlib.sha256(f"{parts['HOST']}:{parts['PORT']}/{parts['NAME']}".encode()).hexdigest()[:16]
    file = state / "outside.json"
    known = json.loads(file.read_text()) if file.exists() else {}
    if known.setdefault(key, province) != province:
        raise Trouble(
            f"The database of DATABASE_URL holds {known[key]}. Give {province} a database of its own, or go "
            f"back: ./txng demo {known[key]}"
        )
    file.write_text(json.dumps(known))


def application_role(state: Path, owner_url: str) -> str:
    """A login next to the owner that owns nothing; its password stays in the state folder."""
    parts = database.parse_url(owner_url)
    role = re.sub(r"[^a-z0-9_]", "_", parts["NAME"].lower())[:50] + "_app"
    key = f"{parts['HOST']}:{parts['PORT']}/{role}"
    file = state / "outside-passwords.json"
    known = json.loads(file.read_text()) if file.exists() else {}
    password = known.get(key) or secrets.token_urlsafe(24)
    url = _with_login(owner_url, role, password)
    if key in known:
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(url, connect_timeout=15):
            return url
    statement = sql.SQL("{verb} ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD {password}")
    with psycopg.connect(owner_url, autocommit=True, connect_timeout=15) as connection:
        have = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        words = {"verb": sql.SQL("ALTER" if have else "CREATE"), "role": sql.Identifier(role)}
        try:
            connection.execute(statement.format(password=sql.Literal(password), **words))
        except psycopg.errors.InsufficientPrivilege as error:
            shown = statement.format(password=sql.Literal("a password"), **words).as_string(connection)
            raise Trouble(
                f"The role of DATABASE_URL may not make roles. Let the administrator of the server run\n"
                f"  {shown};\nand start again with DATABASE_APP_URL set to that login."
            ) from error
    known[key] = password
    database.write_private(file, json.dumps(known))
    return url


def _with_login(url: str, user: str, password: str) -> str:
    from urllib.parse import quote, urlsplit

    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{quote(user)}:{quote(password)}@{host}").geturl()
