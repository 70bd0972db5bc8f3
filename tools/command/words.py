"""What `./txng up` shows: where the site is, who can sign in, what to scan."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import sys
import time
from typing import Any


def welcome(base_url: str, province: str, facts: dict[str, Any]) -> None:
    print(f"\n  {base_url}/    ({province})\n")
    users = facts.get("users") or []
    if users:
        rows = [("Đăng nhập", "Mật khẩu", "Ai")]
        rows += [(u["login"], u["password"], _who(u)) for u in users]
        widths = [max(len(row[i]) for row in rows) for i in range(2)]
        for login, password, who in rows:
            print(f"  {login:<{widths[0]}}  {password:<{widths[1]}}  {who}")
        print()
        codes(facts)
    if scan := (facts.get("scan") or {}).get("valid"):
        print(f"  Quét thử: {base_url}{scan}")
    print("  ./txng facts prints all of this as JSON. Ctrl-C stops.\n", flush=True)


def _who(user: dict[str, Any]) -> str:
    text = ", ".join(part for part in (user.get("name"), user.get("role"), user.get("organisation")) if part)
    return text + (" (+ mã 6 số)" if user.get("totp_secret") else "")


def codes(facts: dict[str, Any]) -> None:
    """The demo's second factor: secrets for an authenticator app, and the codes of this half minute."""
    officers = [u for u in facts.get("users") or [] if u.get("totp_secret")]
    if not officers:
        return
    print("  Mã 6 số lúc này" + (" (Enter: mã mới)" if sys.stdin and sys.stdin.isatty() else "") + ":")
    for user in officers:
        print(f"    {user['login']}: {totp(user['totp_secret'])}    khóa: {user['totp_secret']}")
    print(flush=True)


def totp(secret: str, at: float | None = None) -> str:
    """RFC 6238 with the usual numbers: SHA-1, 30 seconds, six digits."""
    padded = secret.replace(" ", "").upper() + "=" * (-len(secret.replace(" ", "")) % 8)
    step = int((time.time() if at is None else at) // 30)
    digest = hmac.new(base64.b32decode(padded), struct.pack(">Q", step), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def phone(url: str, facts: dict[str, Any]) -> None:
    """The same site for a phone in this network, with a scan page behind the QR when there is one."""
    print(f"  Điện thoại cùng mạng: {url}/\n")
    target = url + ((facts.get("scan") or {}).get("valid") or "/")
    print(half_blocks(target))
    print(f"  {target}\n", flush=True)


def half_blocks(text: str) -> str:
    """A QR code in terminal characters, two rows of modules to a line.

    Colours are set where there is a terminal, because a code in inverse is not read by every phone.
    """
    import segno

    border = 4
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=border)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    signs = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}  # light is drawn, dark is the ground
    lines = [
        "".join(signs[bool(a), bool(b)] for a, b in zip(rows[i], rows[i + 1], strict=True))
        for i in range(0, len(rows), 2)
    ]
    if sys.stdout.isatty():
        lines = [f"\033[97;40m{line}\033[0m" for line in lines]
    return "\n".join("  " + line for line in lines)
