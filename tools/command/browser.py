"""The browser of the tests: the machine's own Chromium, never a downloaded one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from command.setting_up import Trouble

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    asked = os.environ.get("TXNG_CHROMIUM")
    if asked:
        return shutil.which(asked)
    return next((found for found in map(shutil.which, NAMES) if found), None)


def ensure() -> str:
    """Find it; as root on Debian install it; else say how."""
    if found := find():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests …", file=sys.stderr, flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *words], env=environment, stdout=subprocess.DEVNULL)
        if found := find():
            return found
    raise Trouble(
        "The browser tests need Chromium: apt-get install chromium (or set TXNG_CHROMIUM to one). "
        'Without a browser: ./txng test -m "not browser"'
    )
