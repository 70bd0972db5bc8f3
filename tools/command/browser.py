"""The browser of the tests: the machine's own Chromium, never a downloaded one."""

from __future__ import annotations

import os
import shutil

from command import programs
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
    try:
        if os.environ.get("TXNG_CHROMIUM"):
            raise Trouble("The browser that TXNG_CHROMIUM names is not there.")
        return programs.ensure(NAMES[0], "chromium", others=NAMES[1:])
    except Trouble as error:
        raise Trouble(
            "The browser tests need Chromium: apt-get install chromium (or set TXNG_CHROMIUM to one). "
            'Without a browser: ./txng test -m "not browser"'
        ) from error
