"""Every act on goods as its EPCIS event, and the graph through four establishments, both ways and exactly."""

from __future__ import annotations

from tests.claims.framework import Claim, Context, Measured

BESIDE = True
CLAIM = Claim(
    "workspace-08",
    "Every lot, warehouse, hand-over and diary step shows as its EPCIS event with its step and amount, and through a "
    "chain farm – collector – processor – shop with splits and merges the graph answers both ways exactly (CT-17, "
    "CB-21, CB-22, NAT-15, NAT-16).",
    vi="Mỗi việc của lô, kho, giao nhận và nhật ký là một sự kiện EPCIS đúng công đoạn, đúng số lượng; qua chuỗi nhà vườn – "
    "vựa – xưởng – cửa hàng có tách, gộp lô, truy xuôi và truy ngược đều ra đúng các lô.",
)
EVENTS = "tests/production/handing/test_every_event.py"
CHAIN = "tests/production/handing/test_chain.py"
# Kinds of events that are no longer told, and goods handed over that lose their way.
FAULTS = (
    (
        "src/txng/project/subscriptions.py",
        "        ProductionEvent.STOCK_TRANSFERRED,\n",
        "",
        EVENTS,
    ),
    (
        "src/txng/project/subscriptions.py",
        "        at_once(came, use_events.tell_uses)  # what had waited for it\n",
        "        pass\n",
        EVENTS,
    ),
    (
        "src/txng/production/tracing.py",
        "        goods = lot_key(handover.lot)",
        "        goods = goods",
        CHAIN,
    ),
)


def measure(ctx: Context) -> Measured:
    told, silent = ctx.pytest(EVENTS)
    right, wrong = ctx.pytest(CHAIN)
    figure = (
        f"{told} kinds of acts found as their events, {silent} not; chain of four establishments: {right} of "
        f"{right + wrong} questions answered exactly"
    )
    return Measured(bool(told and right) and not silent and not wrong, figure, told + right)


def control(ctx: Context) -> bool:
    """Kinds of events that nobody tells, and a sender's lot under another name: each must be noticed."""
    for path, right, wrong, tests in FAULTS:
        with ctx.mutated(path, right, wrong) as tree:
            _, failed = ctx.pytest("-x", tests, repository=tree)
        if not failed:
            return False
    return True
