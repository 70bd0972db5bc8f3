"""The Django packages for EPCIS that others use, as a black box in an environment and a database of their own.

They are under the GPL: nothing of ours imports them, and they are no dependency of anything here. Where they cannot be
installed nothing is counted, and the report says so.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path

from txng.project.database import Cluster, parse_url

PACKAGES = ("quartet_epcis==4.1.5", "quartet_capture==4.1.0", "haikunator", "psycopg[binary]")
NAME = "quartet_epcis 4.1.5"
# An ordinary document of theirs; of larger ones they take as many a second.
EVENTS, ROUNDS = 500, 3
_SECONDS = 300
_THERE = Path(__file__).with_name("peer_side.py")


@dataclass(frozen=True)
class Peer:
    per_second: float = 0.0  # events of one item each, stored; the fastest of the rounds
    why_not: str = ""


def measured(cluster: Cluster) -> Peer:
    version = sys.version.split()[0]
    with tempfile.TemporaryDirectory(prefix="txng-peer-") as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / "bin" / "python")
        database = f"peer_{os.getpid()}"
        cluster.create(database)
        try:
            where = parse_url(cluster.owner_url(database))
            settings = {f"PEER_{key}": str(value) for key, value in where.items() if isinstance(value, (str, int))}
            environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | settings
            steps = (
                ("be installed", [python, "-m", "pip", "install", "--quiet", *PACKAGES]),
                ("run", [python, str(_THERE), str(EVENTS), str(ROUNDS)]),
            )
            said = ""
            for word, words in steps:
                try:
                    done = subprocess.run(words, capture_output=True, text=True, timeout=_SECONDS, env=environment)
                except subprocess.TimeoutExpired:
                    return Peer(
                        why_not=f"{NAME} could not {word} within {_SECONDS} s on Python {version}: not counted."
                    )
                if done.returncode:
                    reason = _reason(done.stderr)
                    return Peer(why_not=f"{NAME} cannot {word} on Python {version} ({reason}): not counted.")
                said = done.stdout
            return Peer(per_second=max(float(line) for line in said.split()))
        finally:
            cluster.drop(database)


def _reason(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if "rror" in line]
    return lines[-1][:160] if lines else "no reason given"
