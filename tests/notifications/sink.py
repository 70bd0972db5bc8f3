"""A real mail server on loopback, in a thread: what it took, and how it misbehaves when told to."""

from __future__ import annotations

import asyncio
import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Sink:
    """Counts what it answered 250 to. `answer` replaces the answer to a recipient, `slow` keeps it waiting."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.answer = ""
        self.slow = 0.0
        self.drop_after = -1  # letters taken before the line is cut, each in the middle of its data

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.slow:
            await asyncio.sleep(self.slow)
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.drop_after == 0:
            server.transport.abort()
            return "421 gone"
        self.drop_after -= 1
        self.raw.append(envelope.original_content)
        return "250 taken"

    @property
    def letters(self) -> list[EmailMessage]:
        return [email.message_from_bytes(raw, policy=policy.default) for raw in self.raw]  # type: ignore[arg-type]

    @property
    def ids(self) -> list[str]:
        return [letter["Message-ID"].strip() for letter in self.letters]


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def listening(sink: Sink, port: int) -> Iterator[None]:
    controller = Controller(sink, hostname="127.0.0.1", port=port, ready_timeout=30)
    controller.start()
    try:
        yield
    finally:
        controller.stop()
