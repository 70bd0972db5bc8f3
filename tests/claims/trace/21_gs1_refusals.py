"""Nothing an identifier holds brings a reader down."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.claims.framework import Claim, Context, Measured

BESIDE = True
CLAIM = Claim(
    "trace-21",
    "Whatever stands in a scan, a link, a URN or an element string, it is read or refused with a code and a plain "
    "sentence: GS1's vectors spoiled at random, given to every reader, raise nothing else (EP-17, ID-07, ID-08).",
    vi="Mã GS1 hỏng kiểu gì cũng được đọc hoặc từ chối kèm lý do rõ ràng; không có lỗi nào khác lọt ra.",
)


def measure(ctx: Context) -> Measured:
    texts = 500_000 if ctx.full else 20_000
    done = mangle(ctx.repository, texts)
    return Measured(done.returncode == 0, (done.stdout or done.stderr)[-300:].strip(), texts)


def control(ctx: Context) -> bool:
    """A sign no address can hold is no longer told apart from a broken address."""
    with ctx.mutated("src/txng/gs1/digital_link.py", "except UnicodeEncodeError:", "except MemoryError:") as tree:
        return mangle(tree, 20_000).returncode != 0


def mangle(repository: Path, texts: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.gs1.mangling", str(texts)],
        cwd=repository,
        env={"PYTHONPATH": f"{repository / 'src'}:{repository}", "PATH": ""},
        capture_output=True,
        text=True,
    )
