"""Who comes from outside, and proves it."""

from __future__ import annotations

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "accounts-09",
    "Through a configured OpenID Connect provider somebody signs in only with a proved identity they linked themselves "
    "(state, nonce, PKCE, signature, issuer, audience, age), with the agencies' own second factor; nobody is made or "
    "linked by e-mail, no misbehaviour of the provider is a 5xx, and without a provider the addresses answer 404.",
    vi="Đăng nhập qua cổng định danh (OpenID Connect) chỉ với định danh đã được xác minh và do chính chủ liên kết; không tự "
    "tạo, không tự liên kết theo e-mail; cổng trục trặc không gây lỗi hệ thống; chưa cấu hình thì không có địa chỉ nào.",
)
TESTS = tuple(f"tests/accounts/test_outside_{part}.py" for part in ("proofs", "sign_in", "configuration"))
PROVING, VIEWS = "src/txng/accounts/outside/proving.py", "src/txng/accounts/views/outside.py"
NONCE = 'if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):'
FOUND = "found = identities.found_by(provider, proof.identity)"
# Where, what, instead of it, and the tests that must notice.
FAULTS = (
    (PROVING, NONCE, "if False:", "not_for_us"),
    (PROVING, "audience=provider.client_id", "audience=claims_aud(token)", "not_for_us"),
    (VIEWS, FOUND, FOUND + " or by_mail(proof)", "nobody_is_made"),
)
HELPERS = {
    PROVING: "\n\ndef claims_aud(token: str) -> object:\n"
    '    return jwt.decode(token, options={"verify_signature": False}).get("aud")\n',
    VIEWS: "\n\ndef by_mail(proof: object) -> object:\n"
    "    from txng.accounts.models import OutsideIdentity, User\n\n"
    '    return OutsideIdentity(user=User.objects.get(email="lanh@example.vn"))\n',
}


def measure(ctx: Context) -> Measured:
    passed, failed = ctx.pytest(*TESTS)
    return Measured(not failed and passed > 100, f"{passed} stories with a small provider, {failed} failed", passed)


def control(ctx: Context) -> bool:
    """Without the nonce, for any audience, linked by e-mail: each fault alone breaks a story."""
    for path, old, new, stories in FAULTS:
        with ctx.mutated(path, old, new) as tree:
            file = tree / path
            file.write_text(file.read_text(encoding="utf-8") + HELPERS[path], encoding="utf-8")
            _, failed = ctx.pytest(*TESTS[:2], "-k", stories, repository=tree)
        if not failed:
            return False
    return True
