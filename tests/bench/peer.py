"""The Django packages for EPCIS that others use, as a black box in an environment of their own.

They are under the GPL: nothing of ours may import them, and they are no dependency of anything here.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

PACKAGE = "quartet_epcis"
_TRY = "import django; from quartet_epcis.parsing import parser; print(django.__version__)"
_SECONDS = 300


def said(*, try_it: bool = False) -> str:
    """One sentence for the report. What does not even load here is told, and counts for nothing."""
    if not try_it:
        return f"The peer {PACKAGE} was not tried in this run (--peer installs it in an environment of its own)."
    with tempfile.TemporaryDirectory(prefix="txng-peer-") as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / "bin" / "python")
        version = sys.version.split()[0]
        steps = ([python, "-m", "pip", "install", "--quiet", PACKAGE], [python, "-c", _TRY])
        for words, word in zip(steps, ("be installed", "be loaded"), strict=True):
            try:
                done = subprocess.run(words, capture_output=True, text=True, timeout=_SECONDS)
            except subprocess.TimeoutExpired:
                return f"The peer {PACKAGE} could not {word} within {_SECONDS} s on Python {version}: not counted."
            if done.returncode:
                return f"The peer {PACKAGE} cannot {word} on Python {version} ({_reason(done.stderr)}): not counted."
    return f"The peer {PACKAGE} installs and loads on Python {version}, but is not measured by this bench: not counted."


def _reason(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if "rror" in line]
    return lines[-1][:160] if lines else "no reason given"
