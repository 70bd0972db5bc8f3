"""Stamps: ordered and activated by the establishment, decided at the agencies' desk."""

from __future__ import annotations

from typing import Any

from tests import make
from txng.stamps.models import KeyVersion, KeyWithdrawal, PrintOrder

ROWS = """
                                  lanh tu  khai hanh dung nam mai guest
GET  batch-list                   200  404 200  404  404  404 404 302
# A worker's seat keeps the diary and orders nothing.
# Stamps of no code: in practice alone (tests/practice).
GET  trial-sheet                  404  404 404  404  404  404 404 302
GET  order-new                    200  404 200  404  404  404 404 302
POST order-new                    422  404 422  404  404  404 404 302
GET  batch-detail                 200  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  200  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST print-file                   200  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  302  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
# Files for print houses: of the establishment's own batches, by whoever may hand them out.
GET  print-files                  200  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  200  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST print-files                  422  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  422  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
# Still being made: both answer with where it stands.
POST print-file-passphrase        302  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 302  404  404  404 404 302
       cancelled                  302  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST print-file-take              302  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 302  404  404  404 404 302
       cancelled                  302  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST print-file-discard           302  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 302  404  404  404 404 302
       cancelled                  302  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  print-houses                 200  404 200  404  404  404 404 302
POST print-houses                 422  404 422  404  404  404 404 302
POST print-house-retire           302  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 302  404  404  404 404 302
       cancelled                  404  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST codes-activate               422  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  422  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST codes-void                   422  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  422  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST order-printed                422  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  422  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST order-received               422  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  422  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST order-close                  422  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  422  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST order-cancel                 422  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  422  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST order-reprint                302  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 302  404  404  404 404 302
       cancelled                  302  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  codes-activate-many          200  404 200  404  404  404 404 302
POST codes-activate-many          422  404 422  404  404  404 404 302
GET  print-order-queue            404  404 404  200  200  200 200 302
GET  print-order-review           404  404 404  200  200  404 200 302
       same-area                  404  404 404  200  200  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  200  200  404 200 302
       none                       404  404 404  404  404  404 404 302
# Here a rule approves; what takes two persons is checked by who manages the establishment (names.md 5).
POST print-order-review           404  404 404  422  422  404 422 302
       same-area                  404  404 404  403  403  422 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  404  404 404  422  422  404 422 302
       none                       404  404 404  404  404  404 404 302
POST print-order-undo             404  404 404  403  403  404 302 302
       same-area                  404  404 404  403  403  403 302 302
       foreign                    404  404 404  404  404  404 302 302
       cancelled                  404  404 404  403  403  404 302 302
       none                       404  404 404  404  404  404 404 302
# Keys belong to nobody and concern every stamp: the operator's alone.
GET  serial-key-list                     404  404 404  404  404  404 200 302
GET  serial-key-withdraw                 404  404 404  404  404  404 200 302
       none                       404  404 404  404  404  404 404 302
POST serial-key-withdraw                 404  404 404  404  404  404 422 302
       none                       404  404 404  404  404  404 404 302
GET  serial-key-withdrawal               404  404 404  404  404  404 200 302
       none                       404  404 404  404  404  404 404 302
POST serial-key-withdrawal               404  404 404  404  404  404 422 302
       none                       404  404 404  404  404  404 404 302
"""


def _key(world: Any) -> dict[str, Any]:
    version = world.batch.key_version
    KeyVersion.objects.get_or_create(version=version, defaults={"made_at": world.batch.created_at})
    return {"version": version}


def _withdrawal(world: Any) -> dict[str, Any]:
    proposal = KeyWithdrawal.objects.create(
        key_id=_key(world)["version"], reason="Nghi lộ khóa", proposed_by="Trịnh Văn Hải", proposed_at=make.AT
    )
    return {"withdrawal_id": proposal.pk}


THINGS = {
    "batch-detail": lambda world: {"batch_id": world.batch.pk},
    "print-file": lambda world: {"batch_id": world.batch.pk},
    "print-files": lambda world: {"batch_id": world.batch.pk},
    "print-file-passphrase": lambda world: {"file_id": world.print_file.pk},
    "print-file-take": lambda world: {"file_id": world.print_file.pk},
    "print-file-discard": lambda world: {"file_id": world.print_file.pk},
    "print-house-retire": lambda world: {"house_id": world.print_house.pk},
    "codes-activate": lambda world: {"batch_id": world.batch.pk},
    "codes-void": lambda world: {"batch_id": world.batch.pk},
    **{
        f"order-{verb}": lambda world: {"batch_id": world.batch.pk}
        for verb in ("printed", "received", "close", "cancel", "reprint")
    },
    "print-order-review": lambda world: {"order_id": world.order.pk},
    "print-order-undo": lambda world: {"order_id": world.order.pk},
    "serial-key-withdraw": _key,
    "serial-key-withdrawal": _withdrawal,
}


def _cancelled(world: Any) -> None:
    """An approved order is called off before its file is made; its codes are then of no use."""
    PrintOrder.objects.filter(pk=world.order.pk).update(state="cancelled")


def _retired(world: Any) -> None:
    type(world.print_house).objects.filter(pk=world.print_house.pk).update(retired_at=make.AT)


def _run_out(world: Any) -> None:
    type(world.print_file).objects.filter(pk=world.print_file.pk).update(expires_at=make.AT)


ENDED = {
    **dict.fromkeys([name for name in THINGS if not name.startswith("serial-key")], _cancelled),
    **dict.fromkeys(("print-file-passphrase", "print-file-take", "print-file-discard"), _run_out),
    "print-house-retire": _retired,
}
