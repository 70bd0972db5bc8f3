"""What a person may type to say who they are: account name, phone number or e-mail (names.md 5).

The three cannot be taken for one another: an account name has a letter and no @, a phone number only digits.
"""

from __future__ import annotations

import re

from txng.accounts.models import User
from txng.kernel.text import clean, slugify

LOGIN = re.compile(r"(?=.*[a-z])[a-z0-9](?:[a-z0-9._-]{1,38})[a-z0-9]")
LOGIN_LENGTH = 40
# What firms of one kind all begin with, and what their names are full of, says nothing about which one it is.
_SHORTER = (
    (re.compile(r"^(lien-hiep-)?hop-tac-xa-"), "htx-"),
    (re.compile(r"^to-hop-tac-"), "tht-"),
    (re.compile(r"^(cong-ty-)(tnhh-|trach-nhiem-huu-han-|co-phan-)?(mot-thanh-vien-|mtv-)?"), "cty-"),
    (re.compile(r"^(ho-kinh-doanh-)"), "hkd-"),
)
_COMMON = re.compile(
    r"(?<=-)(?:san-xuat|dich-vu|nong-nghiep|thuong-mai|tong-hop|kinh-doanh|che-bien|xuat-nhap-khau|nong-san|va)-"
)


def read_phone(typed: str) -> str:
    """`0912345678` out of +84 912 345 678; "" when it is no phone number."""
    bare = re.sub(r"[\s.\-()]", "", typed)
    digits = re.sub(r"^(?:\+|00)?84(?=[0-9]{9,10}$)", "0", bare)
    return digits if re.fullmatch(r"0[0-9]{9,10}", digits) else ""


def canonical(typed: str) -> str:
    """One spelling for what was typed, so that tries are counted together however it is written."""
    typed = clean(typed)[:200]
    return read_phone(typed) or typed.lower()


def find_user(typed: str) -> User | None:
    """The person meant, in one query whatever was typed."""
    wanted = canonical(typed)
    if read_phone(wanted):
        return User.objects.filter(phone=wanted).first()
    if "@" in wanted:
        return User.objects.filter(email__iexact=wanted).first()
    return User.objects.filter(login=wanted).first()


def suggest_login(name: str) -> str:
    """`htx-nhon-ai` for an agricultural co-operative; a number is added while somebody else has it."""
    stem = slugify(name)
    for pattern, short in _SHORTER:
        stem = pattern.sub(short, stem)
    stem = _COMMON.sub("", stem)
    stem = _cut(stem) or "co-so"
    if not re.search("[a-z]", stem):
        stem = f"co-so-{stem}"
    taken = set(User.objects.filter(login__startswith=stem).values_list("login", flat=True))
    candidate, number = stem, 1
    while candidate in taken:
        number += 1
        candidate = f"{stem}-{number}"
    return candidate


def _cut(stem: str, length: int = 30) -> str:
    """At a dash, so that no half word stands at the end."""
    return stem if len(stem) <= length else stem[: length + 1].rsplit("-", 1)[0][:length]
