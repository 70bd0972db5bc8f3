"""The commands around a demo: `manage`, `demo`, `facts`, `reset`."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from command import site, starting
from command.setting_up import Trouble
from txng.project import database


@contextlib.contextmanager
def reachable(state: Path) -> Iterator[dict[str, str]]:
    """The environment of the `up` that runs, or a database opened for this command alone."""
    if now := site.running(state):
        yield now["environment"]
        return
    with site.opened(state, site.current_province(state)) as env:
        yield env


def manage(words: list[str]) -> int:
    state = site.state_folder()
    if words and words[0] in site.OWNER_COMMANDS:
        forget_preparation(state)
    with reachable(state) as env:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C belongs to the command, not to us
        try:
            return site.django(words, env)
        finally:
            signal.signal(signal.SIGINT, before)


def facts(_: list[str]) -> int:
    state = site.state_folder()
    now = site.running(state)
    if now is None:
        raise Trouble("Nothing runs here. Start it first: ./txng up")
    if not now.get("base_url"):
        raise Trouble("The site is still starting; ask again in a moment.")
    return site.django(["facts", "--base-url", now["base_url"]], now["environment"])


def switch(words: list[str]) -> int:
    known = starting.provinces()
    if len(words) != 1 or (known and words[0] not in known):
        raise Trouble(f"Which province? ./txng demo {' | '.join(known)}")
    state = site.state_folder()
    if site.running(state):
        raise Trouble("The site runs; stop it first (Ctrl-C), then switch.")
    province = words[0]
    before = site.current_province(state)
    (state / "province").write_text(province + "\n")
    try:
        with site.opened(state, province) as env:
            prepare_once(state, province, env)
            seed(env)
    except BaseException:
        (state / "province").write_text(before + "\n")
        raise
    print(f"The demo is now {province}. Start it: ./txng up")
    return 0


def reset(_: list[str]) -> int:
    """Ours is wiped whole; of an outside database only the province's own schema could be, so it is named."""
    state = site.state_folder()
    if site.running(state):
        raise Trouble("The site runs; stop it first (Ctrl-C), then ./txng reset.")
    if os.environ.get("DATABASE_URL"):
        name = database.parse_url(os.environ["DATABASE_URL"])["NAME"]
        raise Trouble(f"DATABASE_URL is yours to wipe: dropdb {name} && createdb {name}, then ./txng up")
    cluster = database.checkout_cluster(state)
    deadline = time.monotonic() + 20
    while cluster.running():
        if time.monotonic() > deadline:
            raise Trouble("Another ./txng is at work on this database; end it first.")
        time.sleep(0.2)
    shutil.rmtree(cluster.home, ignore_errors=True)
    for entry in state.iterdir():
        if entry.name == "setup.lock":
            continue
        shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    print("Wiped. A fresh start: ./txng up")
    return 0


def prepare_once(state: Path, province: str, env: dict[str, str]) -> None:
    """Prepare unless nothing has changed since the last time; a second start is a matter of seconds.

    Only for our own cluster, where nobody else works on the tables; `manage` forgets the stamp when it does.
    """
    stamp = state / f"prepared-{province}"
    seen = hashlib.sha256((starting.REPOSITORY / "requirements.txt").read_bytes())
    for pattern in ("*/migrations/*.py", "project/schema/*", "places/data/**/*", "provinces/**/*.toml"):
        for path in sorted((starting.REPOSITORY / "src" / "txng").glob(pattern)):
            if path.is_file():
                seen.update(f"{path}\0".encode() + path.read_bytes())
    ours = not os.environ.get("DATABASE_URL")
    if ours and stamp.exists() and stamp.read_text() == seen.hexdigest():
        return
    prepare(env)
    if ours:
        stamp.write_text(seen.hexdigest())


def forget_preparation(state: Path) -> None:
    for stamp in state.glob("prepared-*"):
        stamp.unlink(missing_ok=True)


def prepare(env: dict[str, str]) -> None:
    if site.django(["prepare_database"], env, owner=True):
        raise Trouble("The database could not be prepared; the reason stands above.")


def seed(env: dict[str, str]) -> None:
    """As the application role, so that the demo meets the same walls as a user."""
    if not site.has_command("seed_demo") or not is_empty(env):
        return
    print("Seeding the demo …", file=sys.stderr, flush=True)
    if site.django(["seed_demo"], env, owner=False):
        raise Trouble("The demo could not be seeded; the reason stands above.")


def is_empty(env: dict[str, str]) -> bool:
    """Nobody in the table of people means nobody has begun: neither a demo nor a real installation."""
    with psycopg.connect(env["TXNG_DATABASE_OWNER"]) as connection:
        if connection.execute("SELECT to_regclass('public.accounts_user')").fetchone() == (None,):
            return False
        return connection.execute("SELECT 1 FROM accounts_user LIMIT 1").fetchone() is None
