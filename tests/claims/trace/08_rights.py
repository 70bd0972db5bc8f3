"""Whose events are whose, in every way of asking; and how soon a subscriber who was shut out hears nothing."""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.claims.framework import Claim, Context, Measured
from tests.claims.trace.programs import CONTEXT, Program, keys, observed
from tests.harness import Installation

CLAIM = Claim(
    "trace-08",
    "An event outside a caller's rights is invisible in every path, in collections and counts too, captures are their "
    "sender's own, and a subscriber whose key is revoked or whose account is locked is sent nothing later than 1 s "
    "after it (RE-20, CB-39, G11).",
    kind="time",
    vi="Sự kiện ngoài quyền của bên hỏi không lộ ra bằng cách hỏi nào; khóa bị thu hồi hay tài khoản bị khóa thì trong 1 giây "
    "không còn nhận được gì.",
)
TESTS = ("tests/trace/test_reading_rights.py", "tests/trace/test_rights.py", "tests/trace/test_sources.py")
LIMIT = 1.0
GOES_ON = 4.0  # seconds of events after the lock
FAULTS = (
    ("src/txng/trace/redaction.py", '"quantity": _KNOWN', '"quantity": _ALL'),
    ("src/txng/trace/queries.py", "return jobs.filter(mine)", "return jobs"),
)
DEAF = ("src/txng/trace/telling.py", 'if fresh is None or state_of(fresh, at) != "active":', "if fresh is None:")
_LOCKS = {
    "revoked key": """
from txng.accounts.actions import revoke_client
from txng.accounts.models import ApiClient
client = ApiClient.objects.get(name="Thuê bao 0")
revoke_client(actor=actor_of(Membership.objects.get(user__login="lanh", account__establishment__practice=False)), client_id=client.pk, at=now())
""",
    "locked account": """
from txng.accounts.actions import lock_account
account = Membership.objects.get(user__login="lanh", account__establishment__practice=False).account
lock_account(actor=actor_of(Membership.objects.get(user__login="hanh")), account_id=account.pk, at=now(),
             reason="Cố ý đưa thông tin không phù hợp.", ground="Quyết định 12/QĐ-SKHCN ngày 20/09/2026")
""",
}


def measure(ctx: Context) -> Measured:
    passed, failed = ctx.pytest(*TESTS)
    late = {how: stopped(ctx.own_installation, how) for how in _LOCKS}
    slowest = max(late, key=lambda how: late[how][0])
    figure = f"{passed} tests of rights passed, {failed} failed; last message after the commit: " + ", ".join(
        f"{how} {seconds:.2f} s (of {heard} heard)" for how, (seconds, heard) in late.items()
    )
    return Measured(
        passed > 0 and not failed and late[slowest][0] <= LIMIT, figure, passed + sum(n for _, n in late.values())
    )


def control(ctx: Context) -> bool:
    """An amount everybody sees, captures of others, a subscription that asks nobody whether its key still lives."""
    for fault in FAULTS:
        with ctx.mutated(*fault) as tree:
            _, failed = ctx.pytest("-x", *TESTS, repository=tree)
        if not failed:
            return False
    with ctx.mutated(*DEAF) as tree:

        def deaf(province: str, **options: Any) -> Installation:
            return ctx.own_installation(province, repository=tree, same_data=True, **options)

        seconds, _ = stopped(deaf, "revoked key")
    return seconds > LIMIT


def stopped(installation: Any, how: str) -> tuple[float, int]:
    """(seconds from the commit to the last message heard, messages heard). Events go on being captured meanwhile."""
    with listener() as (port, heard):
        site = installation("can-tho", worker=True, environment={"TXNG_EPCIS_INSIDE": f"127.0.0.1:{port}"})
        with site:
            subscriber = Program(site.base_url, keys(site, "Thuê bao", 1))
            sender = Program(site.base_url, keys(site, "Bên gửi", 6))
            assert subscriber.post("/epcis/queries", {"name": "tau", "query": {}}).status == 201
            wish = {"dest": f"http://127.0.0.1:{port}/nghe", "signatureToken": "x" * 40, "stream": True}
            made = subscriber.post("/epcis/queries/tau/subscriptions", wish)
            assert made.status == 201, made.body
            with sending(sender):
                deadline = time.monotonic() + 60
                while len(heard) < 5 and time.monotonic() < deadline:
                    time.sleep(0.05)
                if len(heard) < 5:
                    raise RuntimeError(f"the subscriber hears nothing:\n{site.said()}")
                at = locked(site, how)
                time.sleep(GOES_ON)
    return max(0.0, max(heard) - at), len(heard)


@contextmanager
def listener() -> Iterator[tuple[int, list[float]]]:
    heard: list[float] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(time.time())
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1], heard
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def sending(program: Program) -> Iterator[None]:
    """An event every few hundredths of a second; who is locked out keeps trying."""
    over = threading.Event()

    def send() -> None:
        number = 0
        while not over.wait(0.05):
            number += 1
            event = observed(f"https://id.gs1.org/01/08930000000019/21/T{number}", eventID=f"urn:txng:told:{number}")
            program.post("/epcis/events", {"@context": [CONTEXT], **event})

    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(30)


def locked(site: Installation, how: str) -> float:
    """When it was committed, by the clock of this machine."""
    said = site.manage(
        "shell",
        "-c",
        "import time\nfrom txng.accounts.models import Membership\nfrom txng.accounts.queries import actor_of\n"
        f"from txng.kernel.clock import now\n{_LOCKS[how]}\nprint('at', time.time())",
    )
    return float(next(line for line in said.splitlines() if line.startswith("at ")).split()[1])
