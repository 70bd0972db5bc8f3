"""The application granian runs: `txng.project.front.app:app` (RSGI)."""

from __future__ import annotations

import asyncio
import gc
import os
from typing import Any

from txng.project.front.callers import Callers
from txng.project.front.office import Office
from txng.project.front.place import Place
from txng.project.front.recorder import Recorder
from txng.project.front.redirects import Redirects
from txng.project.front.scans import Scans
from txng.project.front.tunnel import INSIDE, Through, Tunnels
from txng.resolver.scanlines import FIRST
from txng.resolver.spool import Spool

# Addresses a printed code may carry: while the database is away Django answers them from the card store.
CODES = ("/01/", "/t/", "/T/", "/00/", "/414/", "/417/", "/q")


class FrontDoor:
    def __init__(self) -> None:
        place = Place.from_environment()
        self.recorder = Recorder(place.database, Spool(place.spool))
        self.scans = Scans(place, self.recorder)
        self.redirects = Redirects(self.scans)
        # Hardly anything here goes round in circles: looking for such costs more than it frees.
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
        self.office = Office(place.sockets(), place.state / "run" / f"bodies-{os.getpid()}", place.proxies)
        self.tunnels = Tunnels(place.state / "run" / "tunnels")
        self.callers: Callers | None = None
        self._door = place.door

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.call_soon(self.recorder.start)
        self._ahead = loop.create_task(self.scans.read_ahead())
        if self._door is not None:
            host, port, inside = self._door
            self.callers = Callers(self.scans, self.recorder, self.office, self.tunnels, (INSIDE, inside))
            self._listening = loop.create_task(self.callers.listen(host, port))

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        if self.callers is not None:
            loop.run_until_complete(self.callers.close())
        self._ahead.cancel()
        loop.run_until_complete(self.recorder.stop())

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        """All that is no plain scan (callers.py), and scans whose request came in pieces or an older HTTP."""
        if scope.proto != "http":
            return
        ends = self.tunnels.ends(scope.client)
        if ends is not None:
            scope = Through(scope, ends)
        hit = self.scans.find(scope)
        if hit is not None:
            if hit.parts is None:
                self.recorder.note(hit.code, hit.line)
                proto.response_bytes(*self.scans.answer(hit, FIRST))
                return
            seen = await self.recorder.write(hit.code, hit.line)
            if seen is not None and self.scans.may_be_copied(seen):
                told = {"seen": seen.plain(), "at": hit.at}
                await self.office.pass_on(scope, proto, told, scan=True)
                return
            proto.response_bytes(*self.scans.answer(hit, seen))
            return
        sent = self.redirects.find(scope) if scope.query_string else None
        if sent is not None:
            self.recorder.note(None, sent.line)
            if scope.method == "HEAD":
                proto.response_empty(307, sent.headers)
            else:
                proto.response_bytes(307, sent.headers, b"")
            return
        is_code = scope.path.startswith(CODES)
        known = {"away": self.recorder.away} if is_code else {}
        await self.office.pass_on(scope, proto, known, scan=is_code)


app = FrontDoor()
