"""What a password must be (names.md 5), said before it is chosen and again when it is refused."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.accounts.models import User
from txng.kernel.text import fold

REQUIREMENTS = gettext_lazy(
    "At least 12 characters. Four or five words that only you would put together are easy to remember and hard to "
    "guess. No special characters are needed; pasting is allowed."
)

_SENTENCES: dict[str, Callable[[], str]] = {
    "password_too_short": lambda: _("The password needs at least 12 characters."),
    "password_too_similar": lambda: _("Do not use your name, account name or phone number as the password."),
    "password_too_common": lambda: _("Many people use this password. Choose another one."),
}


def complaints(password: str, user: User) -> list[str]:
    """Everything that is wrong with a password, in our words; empty when it may be used."""
    codes: dict[str, str] = {}
    try:
        validate_password(password, user)
    except ValidationError as error:
        codes = {str(e.code): " ".join(e.messages) for e in error.error_list}
    if _is_the_person(password, user):
        codes.setdefault("password_too_similar", "")
    return [_SENTENCES[code]() if code in _SENTENCES else words for code, words in codes.items()]


def _is_the_person(password: str, user: User) -> bool:
    """Whether little is left beside the person's own name, however it is spelt: nguyen-thi-ut is Nguyễn Thị Út."""
    bare = _bare(password)
    own = (user.name, user.login, user.phone or "", (user.email or "").partition("@")[0])
    return any(len(_bare(word)) >= 5 and _bare(word) in bare and len(bare) - len(_bare(word)) < 6 for word in own)


def _bare(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())
