"""Checking who signs in. Unknown and known accounts cost the same and read the same."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from txng.accounts.identifiers import find_user
from txng.accounts.models import User
from txng.kernel.compiled import Compiled

_active = Compiled(lambda person: User.objects.filter(pk=person, is_active=True), person=int)


class NamePhoneOrEmail(BaseBackend):
    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **other: Any
    ) -> User | None:
        if not username or not password:
            return None
        user = find_user(username)
        if user is None:
            pretend(password)
            return None
        if user.check_password(password) and user.is_active:
            return user
        return None

    def get_user(self, user_id: int) -> User | None:
        return next(iter(_active(person=user_id)), None)


def pretend(password: str) -> None:
    """As long as a real comparison takes, or the clock would tell who has an account."""
    User().set_password(password)
