"""The jobs of this area."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from txng.accounts import resets
from txng.kernel.clock import now


@app.task(name="accounts.reset_link", queue="fast", retry=RetryStrategy(max_attempts=4, exponential_wait=2))
def send_reset_link(user_id: int, site: str) -> None:
    """0 is nobody: an unknown name was asked for."""
    resets.send_link(user_id, site, now())
