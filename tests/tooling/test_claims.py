"""The runner of claims: what counts as shown, and what does not."""

from datetime import date
from pathlib import Path

import pytest

from tests.claims import run
from tests.claims.framework import Claim, ClaimFile, Context, Measured, best_of_three, claims, names

CLAIM_FILE = """
from tests.claims.framework import Claim, Measured
CLAIM = Claim("x", "It holds (RQ-1).")
def measure(ctx):
    return Measured({holds}, "7 of 7", 7)
{control}
"""


def written(folder: Path, *, holds: str = "True", control: str = "control = None") -> ClaimFile:
    (folder / "house").mkdir()
    (folder / "house" / "01_it.py").write_text(CLAIM_FILE.format(holds=holds, control=control))
    return claims("house", folder)[0]


@pytest.mark.parametrize(
    ("holds", "control", "word", "shown"),
    [
        ("True", "control = None", "PASS", "–"),
        ("True", "", "PASS", "–"),
        ("True", "def control(ctx): return True", "PASS", "caught"),
        ("True", "def control(ctx): return False", "FAIL", "NOT CAUGHT"),
        ("True", "def control(ctx): return 1 / 0", "FAIL", "NOT CAUGHT"),
        ("False", "def control(ctx): return True", "FAIL", "caught"),
        ("1 / 0", "def control(ctx): return True", "FAIL", "–"),
    ],
)
def test_a_claim_passes_only_when_it_holds_and_its_control_was_caught(
    tmp_path: Path, holds: str, control: str, word: str, shown: str
) -> None:
    outcome = run.judge(written(tmp_path, holds=holds, control=control), Context())
    first, second = outcome.line().splitlines()
    assert first == f"{word}  It holds (RQ-1)."
    assert second.endswith(f"control: {shown}")


def test_claims_run_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    for number in ("10_b", "02_a"):
        (tmp_path / "house" / f"{number}.py").write_text(CLAIM_FILE.format(holds="True", control=""))
    assert [c.path.stem for c in claims("house", tmp_path)] == ["02_a", "10_b"]
    assert names(tmp_path) == ["house"]


def test_a_claim_that_does_not_load_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "01_broken.py").write_text("import nothing_of_that_name\n")
    with pytest.raises(ModuleNotFoundError):
        claims("house", tmp_path)


def test_the_evidence_page_counts_and_shows_failures_plainly(tmp_path: Path) -> None:
    file = written(tmp_path)
    file.module.CLAIM = Claim("x", "It holds.", vi="Điều này | đúng.")
    good = run.Outcome(file, Measured(True, "7 of 7", 7), run.CAUGHT)
    bad = run.Outcome(file, Measured(True, "7 of 7", 7), run.MISSED)
    page = run.evidence([good, bad], {"CPU": "X"}, date(2026, 11, 21))
    assert page.startswith("<!-- generated")
    assert "Đo ngày 21/11/2026" in page
    assert "Đạt 1 trên 2." in page
    assert "| Đạt | Điều này \\| đúng. | 7 of 7 | 7 | phát hiện được |" in page
    assert "| **KHÔNG ĐẠT** |" in page


def test_the_best_of_three_runs_three_times() -> None:
    runs: list[int] = []
    assert best_of_three(lambda: runs.append(1)) >= 0
    assert len(runs) == 3
