"""From the shell to the project's own environment: read the line, set up what is missing, go over."""

from __future__ import annotations

import argparse
import errno
import os
import socket
import sys
from pathlib import Path

from command import setting_up
from command.setting_up import Trouble

REPOSITORY = Path(__file__).resolve().parents[2]

HELP = """\
./txng – runs the platform and everything around it

  up [--port N] [--host H]   set up, start the site with demo data, print address and logins; Ctrl-C stops it
  demo PROVINCE              switch the demo to another province ({provinces})
  facts                      while `up` runs: address, logins and scan links as JSON
  reset                      wipe the demo's databases, files and keys
  manage …                   Django's manage.py, e.g. ./txng manage shell
  test [pytest arguments]    run the tests
  check                      lint, types, import contract, migrations, translations, documentation links
  prove [NAME] [--full]      run the claims of that name; without a name all, and write docs/bang-chung.md
  bench [NAME] [--full] [--write]
                             how near we come to what PostgreSQL can do: capture, history, trace, or all
  help                       this page

Settings by environment: DATABASE_URL (a PostgreSQL of your own, owner role), DATABASE_APP_URL (application
role), TXNG_STATE (folder of keys, files and data; default .txng), TXNG_CHROMIUM (browser for the tests).
"""

WITH_TOOLS = {"test", "check", "prove", "bench"}
COMMANDS = {"up", "demo", "facts", "reset", "manage", *WITH_TOOLS}


def provinces() -> list[str]:
    """The profiles that ship: the files of the folder are the list."""
    folder = REPOSITORY / "src" / "txng" / "provinces"
    return sorted(path.stem for path in (folder / "profiles").glob("*.toml"))


def page() -> str:
    return HELP.replace("{provinces}", ", ".join(provinces()))


def up_arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./txng up")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    return parser.parse_args(words)


def port_trouble(host: str, port: int) -> str | None:
    """Why the site could not listen there, in words that end with the remedy; None if it can."""
    if not 1 <= port <= 65535:
        return f"There is no port {port}. Choose one from 1024 to 65535: ./txng up --port 8001"
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, proto) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except socket.gaierror:
        return f"The host {host!r} is unknown here. For every network of this machine: ./txng up --host 0.0.0.0"
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return f"Port {port} is taken by another program. Try: ./txng up --port {free_port(host)}"
        if error.errno == errno.EACCES:
            return f"Port {port} is reserved for the administrator. Choose another: ./txng up --port 8000"
        if error.errno == errno.EADDRNOTAVAIL:
            return f"{host} is no address of this machine. For every network of it: ./txng up --host 0.0.0.0"
        return f"Cannot listen on {host}:{port}: {error.strerror}"
    return None


def free_port(host: str = "127.0.0.1") -> int:
    """A port near ours that is free now; any other if all of those are taken."""
    for port in (*range(8001, 8020), 0):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return 8001


def main(words: list[str]) -> int:
    name, rest = (words[0], words[1:]) if words else ("help", [])
    if name in ("help", "-h", "--help"):
        print(page())
        return 0
    if name not in COMMANDS:
        print(f"There is no command {name!r}.\n\n{page()}", file=sys.stderr)
        return 2
    try:
        if name == "up":
            asked = up_arguments(rest)
            state = Path(os.environ.get("TXNG_STATE") or REPOSITORY / ".txng")
            # If it is our own site that holds the port, `up` itself says so with its address.
            if not (state / "run.json").exists() and (trouble := port_trouble(asked.host, asked.port)):
                raise Trouble(trouble)
        if name in ("facts", "reset") and not setting_up.python_of(REPOSITORY).exists():
            raise Trouble("Nothing is set up here yet. Start with: ./txng up")
        python = setting_up.ensure(REPOSITORY, tools=name in WITH_TOOLS)
    except Trouble as trouble:
        print(f"txng: {trouble}", file=sys.stderr)
        return 1
    sys.stdout.flush()
    # The environment and the source are this checkout's own. Without their byte code every process of ours would
    # compile 1,200 modules again: two of the six seconds a start may take.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.execv(python, [str(python), str(REPOSITORY / "tools" / "run.py"), *words])
    return 0
