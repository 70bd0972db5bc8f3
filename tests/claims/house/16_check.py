"""./txng check."""

from __future__ import annotations

import subprocess

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "house-16",
    "`./txng check` is green: ruff, mypy, import contract, no missing migration, translations complete, links of the docs (UX-22).",
    vi="`./txng check` đạt: kiểm tra mã, kiểu dữ liệu, quy ước nhập, bản dịch đầy đủ, liên kết tài liệu.",
)


def checked(folder: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["./txng", "check"], cwd=str(folder), capture_output=True, text=True)


def measure(ctx: Context) -> Measured:
    done = checked(ctx.repository)
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    return Measured(done.returncode == 0, "; ".join(lines)[-240:] or done.stderr[-200:], len(lines))


def control(ctx: Context) -> bool:
    """One Vietnamese sentence emptied: the check for translations fails."""
    sentence = 'msgstr "Việc của tôi"'
    catalogue = "src/txng/project/locale/vi/LC_MESSAGES/django.po"
    with ctx.mutated(catalogue, sentence, 'msgstr ""') as tree:
        done = subprocess.run(
            [f"{ctx.repository}/.venv/bin/python", "-W", "ignore", "-m", "django", "messages", "--check", "project"],
            cwd=tree,
            capture_output=True,
            text=True,
            env={
                "PATH": "/usr/bin:/bin",
                "PYTHONPATH": str(tree / "src"),
                "DJANGO_SETTINGS_MODULE": "txng.project.settings",
                "TXNG_STATE": str(tree / ".txng"),
            },
        )
    return done.returncode != 0
