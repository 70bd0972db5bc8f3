from __future__ import annotations

from typing import Any

import pytest

from tests import make
from tests.notifications.sink import Sink, free_port
from txng.notifications.models import ConfirmedAddress


def confirmed(user: Any, email: str = "") -> str:
    """Give somebody an address they have confirmed."""
    user.email = email or f"{user.login}@example.vn"
    user.save(update_fields=["email"])
    ConfirmedAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"asked_at": make.AT, "confirmed_at": make.AT}
    )
    return str(user.email)


@pytest.fixture
def sink(settings: Any) -> Sink:
    """Where letters of this test go; nobody listens until the test says so."""
    made = Sink()
    made.port = free_port()  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", made.port  # type: ignore[attr-defined]
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 20
    settings.DEFAULT_FROM_EMAIL = "thong-bao@example.vn"
    return made
