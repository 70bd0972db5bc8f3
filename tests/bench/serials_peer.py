"""The Django package for serial numbers that others use, as a black box in an environment and a database of its own.

It is under the GPL: nothing of ours imports it. Where it cannot be installed nothing is counted, and the report says so.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path

from tests.bench.peer import _reason
from txng.project.database import Cluster, parse_url

NAME = "serialbox 3.0.17"
PACKAGES = (
    *("serialbox==3.0.17", "random_flavorpack==3.0.6", "quartet_epcis==4.1.5", "quartet_capture==4.1.0"),
    *("haikunator", "django-model-utils", "jinja2", "psycopg[binary]"),
)
# Numbers granted a request: a carton's worth, by which it is judged, then smaller and larger ones for the report.
SIZES = (100, 1, 10, 1_000, 10_000)
_SECONDS = 300
_THERE = Path(__file__).with_name("serials_peer_side.py")


@dataclass(frozen=True)
class Peer:
    lines: tuple[tuple[int, float], ...] = ()  # numbers a request, numbers a second
    why_not: str = ""


def measured(cluster: Cluster) -> Peer:
    version = sys.version.split()[0]
    with tempfile.TemporaryDirectory(prefix="txng-peer-") as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / "bin" / "python")
        database = f"serials_peer_{os.getpid()}"
        cluster.create(database)
        try:
            where = parse_url(cluster.owner_url(database))
            settings = {f"PEER_{key}": str(value) for key, value in where.items() if isinstance(value, (str, int))}
            environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | settings
            said = ""
            for word, words in (
                ("be installed", [python, "-m", "pip", "install", "--quiet", *PACKAGES]),
                ("run", [python, str(_THERE), *map(str, SIZES)]),
            ):
                try:
                    done = subprocess.run(words, capture_output=True, text=True, timeout=_SECONDS, env=environment)
                except subprocess.TimeoutExpired:
                    return Peer(why_not=f"peer not installed: {NAME} could not {word} within {_SECONDS} s.")
                if done.returncode:
                    reason = _reason(done.stderr)
                    return Peer(why_not=f"peer not installed: {NAME} cannot {word} on Python {version} ({reason}).")
                said = done.stdout
            lines = [line.split() for line in said.splitlines()]
            return Peer(lines=tuple((int(size), float(rate)) for size, rate in lines))
        finally:
            cluster.drop(database)
