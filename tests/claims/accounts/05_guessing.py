"""Somebody guesses passwords from everywhere."""

from __future__ import annotations

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "accounts-05",
    "A guesser over many accounts and networks gets no more than the configured tries evaluated (25 an hour an account), "
    "the owner still comes in by passkey or known device, and known and unknown names read alike (F19, names.md 5).",
    vi="Kẻ đoán mật khẩu từ nhiều mạng chỉ được thử đúng số lần quy định; chủ tài khoản vẫn vào được; tên có thật và tên bịa "
    "nhận câu trả lời như nhau.",
)
TESTS = "tests/accounts/test_throttle_of_signing_in.py"


def measure(ctx: Context) -> Measured:
    passed, failed = ctx.pytest(TESTS, env={"TXNG_GUESSES": "many"})
    return Measured(
        failed == 0 and passed > 10,
        f"{passed} attacks held off, {failed} not; 1,176 guesses on 7 names",
        passed + failed,
    )


def control(ctx: Context) -> bool:
    """The counter over all networks taken away."""
    with ctx.mutated(
        "src/txng/accounts/tries.py", "        for action, key in self.silent:\n", "        for action, key in ():\n"
    ) as tree:
        _, failed = ctx.pytest(TESTS, "-k", "other_names or many_accounts", repository=tree)
    return failed > 0
