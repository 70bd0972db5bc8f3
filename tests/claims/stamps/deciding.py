"""Officers and a maker who decide when they are told to, inside the site's environment: the moment of each decision is
known to a millisecond, and no browser stands between.

    with Decider(site) as decide:
        done = decide("recall", lot_id)  # time.monotonic() when it was committed
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import Any

from tests.harness import REPOSITORY, Installation


class Decider:
    def __init__(self, site: Installation) -> None:
        self.site = site

    def __enter__(self) -> Decider:
        paths = os.pathsep.join([str(self.site.repository / "src"), str(REPOSITORY)])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.claims.stamps.deciding"],
            env=os.environ | self.site.env | {"PYTHONPATH": paths},
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_: Any) -> None:
        self._process.stdin.close()  # type: ignore[union-attr]
        self._process.wait(30)

    def __call__(self, verb: str, *words: int) -> float:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([verb, *words]) + "\n")
        self._process.stdin.flush()
        said = self._process.stdout.readline()
        if not said:
            raise RuntimeError(f"{verb} {words} could not be decided")
        return float(said)


def main() -> None:
    import django

    django.setup()
    from django.db import connection

    for line in sys.stdin:
        verb, *words = json.loads(line)
        VERBS[verb](*words)
        print(repr(time.monotonic()), flush=True)
        connection.close()  # its server may be another one at the next


def recall(lot_id: int) -> None:
    from txng.kernel.clock import now, today
    from txng.oversight.actions import open_recall

    open_recall(
        actor=operator(),
        lot_id=lot_id,
        kind="mandatory",
        reason="Dư lượng thuốc bảo vệ thực vật vượt mức cho phép",
        decision_number="15/QĐ-SKHCN",
        decided_on=today(),
        return_to="Sở Khoa học và Công nghệ",
        return_phone="0912345678",
        at=now(),
    )


def lift(lot_id: int) -> None:
    from txng.kernel.clock import now
    from txng.oversight.actions import lift_recall
    from txng.oversight.models import Recall

    standing = Recall.objects.get(lot_id=lot_id, state="open")
    lift_recall(actor=operator(), recall_id=standing.pk, reason="Mẫu đạt", decision_number="16/QĐ-SKHCN", at=now())


def void(batch_id: int, number: int) -> None:
    from txng.kernel.clock import now
    from txng.stamps.actions import void_codes

    void_codes(actor=maker(), batch_id=batch_id, first=number, last=number, reason="Rách khi dán", at=now())


def lock(establishment_id: int) -> None:
    from txng.accounts.actions import lock_account
    from txng.kernel.clock import now

    lock_account(actor=operator(), account_id=_account(establishment_id), reason="Vi phạm", ground="Điều 13", at=now())


def unlock(establishment_id: int) -> None:
    from txng.accounts.actions import unlock_account
    from txng.kernel.clock import now

    account = _account(establishment_id)
    unlock_account(actor=operator(), account_id=account, reason="Đã khắc phục", ground="Điều 13", at=now())


def operator() -> Any:
    from txng.accounts.acting import actor_of
    from txng.accounts.models import Membership

    return actor_of(Membership.objects.get(user__login="mai"))


def maker() -> Any:
    from txng.accounts.acting import actor_of
    from txng.accounts.models import Membership

    return actor_of(Membership.objects.get(user__login="lanh", account__establishment__practice=False))


def _account(establishment_id: int) -> int:
    from txng.accounts.models import Account

    return int(Account.objects.values_list("pk", flat=True).get(establishment_id=establishment_id))


VERBS = {verb.__name__: verb for verb in (recall, lift, void, lock, unlock)}

if __name__ == "__main__":
    main()
