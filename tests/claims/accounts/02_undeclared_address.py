"""A door nobody thought of."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "accounts-02",
    "Every address says who may come to it, and with one that does not the site refuses to start (G1).",
    vi="Mọi địa chỉ đều khai ai được vào; có một địa chỉ chưa khai thì hệ thống không khởi động.",
)
ADDRESSES = 'path("livez",'


def starts(tree: Path) -> tuple[bool, str]:
    environment = os.environ | {
        "PYTHONPATH": str(tree / "src"),
        "DJANGO_SETTINGS_MODULE": "txng.project.settings",
        "TXNG_STATE": str(tree / "state"),
    }
    say = "import txng.project.wsgi; from txng.project import doors; print(len(doors.doors()))"
    done = subprocess.run([sys.executable, "-c", say], cwd=tree, env=environment, capture_output=True, text=True)
    return done.returncode == 0, (done.stdout or done.stderr).strip()


def measure(ctx: Context) -> Measured:
    with ctx.mutated("src/txng/project/urls.py", ADDRESSES, ADDRESSES) as tree:
        started, said = starts(tree)
    return Measured(started, f"{said} addresses, each with its door", int(said) if started else 0)


def control(ctx: Context) -> bool:
    """One address without a word."""
    spoilt = 'path("quen", lambda request: None, name="forgotten"),\n    ' + ADDRESSES
    with ctx.mutated("src/txng/project/urls.py", ADDRESSES, spoilt) as tree:
        started, said = starts(tree)
    return not started and "come to: forgotten" in said
