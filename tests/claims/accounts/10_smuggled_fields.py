"""More than the form asks."""

from __future__ import annotations

import re

from tests.claims.framework import Claim, Context, Measured

WHOLE_RUN = True
CLAIM = Claim(
    "accounts-10",
    "Whatever column of the tables it changes is sent along with a form, only the fields declared for its address are "
    "taken (mass assignment, API3:2023, G1).",
    vi="Gửi kèm biểu mẫu bất kỳ cột nào của bảng, hệ thống chỉ nhận đúng các ô đã khai cho địa chỉ đó.",
)
SAID = re.compile(r"Smuggled: (\d+) fields into the forms of (\d+) addresses")
TESTS = "tests/permissions/test_smuggling.py"


def measure(ctx: Context) -> Measured:
    run = ctx.whole_run
    found = SAID.search(run.said)
    fields, addresses = (int(number) for number in found.groups()) if found else (0, 0)
    return Measured(
        run.green and addresses > 50,
        f"{fields} fields sent along with the forms of {addresses} addresses{run.failures}",
        fields,
    )


def control(ctx: Context) -> bool:
    """A view that takes whatever is sent, a form made of a whole model: both are noticed by the same probe."""
    passed, failed = ctx.pytest(TESTS)
    with ctx.mutated("tests/smuggling.py", "if one == again != smuggled:", "if False:") as tree:
        _, blind = ctx.pytest(TESTS, repository=tree)
    return failed == 0 and passed > 0 and blind > 0
