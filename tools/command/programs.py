"""Programs of the machine that tests and benches need: found, or installed from Debian where we are root."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from command.setting_up import Trouble


def ensure(program: str, package: str, *, others: tuple[str, ...] = ()) -> str:
    """The path of `program`, or of one of `others` that do as well. Raises Trouble where none is and none can be had:
    a test that needs it then fails and is not left out."""
    names = (program, *others)
    if found := _find(names):
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {package} …", file=sys.stderr, flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package]):
            subprocess.run(["apt-get", *words], env=environment, stdout=subprocess.DEVNULL)
        if found := _find(names):
            return found
    raise Trouble(f"{program} is needed: apt-get install {package}")


def _find(names: tuple[str, ...]) -> str | None:
    return next((found for found in map(shutil.which, names) if found), None)
