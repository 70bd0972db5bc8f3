"""The jobs of this area."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from txng.kernel.clock import now
from txng.oversight import signing_work


# 3 s, 9 s, … 16 h, 49 h: a service that is away over a long weekend still signs what was issued before it.
@app.task(name=signing_work.TASK, queue="fast", retry=RetryStrategy(max_attempts=12, exponential_wait=3))
def sign_certificate(certificate_id: int) -> None:
    signing_work.sign_now(certificate_id, at=now())
