"""The application granian runs: `txng.project.front.app:app` (RSGI)."""

from __future__ import annotations

import asyncio
import os
from typing import Any

from txng.project.front.office import Office
from txng.project.front.place import Place
from txng.project.front.recorder import Recorder
from txng.project.front.scans import Hit, Scans
from txng.resolver.scanlines import FIRST, Seen
from txng.resolver.spool import Spool

# Addresses a printed code may carry: while the database is away Django answers them from the card store.
CODES = ("/01/", "/t/", "/T/", "/00/", "/414/", "/417/", "/q")


class FrontDoor:
    def __init__(self) -> None:
        place = Place.from_environment()
        self.recorder = Recorder(place.database, Spool(place.spool))
        self.scans = Scans(place, self.recorder)
        self.office = Office(place.sockets(), place.state / "run" / f"bodies-{os.getpid()}", place.proxies)

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.call_soon(self.recorder.start)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.run_until_complete(self.recorder.stop())

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        if scope.proto != "http":
            return
        hit = self.scans.find(scope)
        if hit is not None:
            seen = await self._count(hit)
            if seen is not None and self.scans.may_be_copied(seen):
                told = {"seen": seen.plain(), "at": hit.scan.at}
                await self.office.pass_on(scope, proto, told, scan=True)
                return
            status, headers, body = self.scans.answer(hit, seen, scope.headers.get("accept-encoding") or "")
            proto.response_bytes(status, headers, body)
            return
        is_code = scope.path.startswith(CODES)
        known = {"away": self.recorder.away} if is_code else {}
        await self.office.pass_on(scope, proto, known, scan=is_code)

    async def _count(self, hit: Hit) -> Seen | None:
        """What the code has seen, this scan included; None when that cannot be told now."""
        if hit.parts is None:
            self.recorder.note(hit.scan)
            return FIRST
        return await self.recorder.write(hit.scan)


app = FrontDoor()
