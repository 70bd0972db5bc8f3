"""Stamps: ordered and activated by the establishment, decided at the agencies' desk."""

from __future__ import annotations

from typing import Any

from tests import make
from txng.stamps.models import PrintOrder

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
GET  print-order-queue            404  404 404  200  200  200 200 302
GET  print-order-review           404  404 404  200  200  404 200 302
       same-area                  404  404 404  200  200  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  200  200  404 200 302
       none                       404  404 404  404  404  404 404 302
# Here a rule approves what is ordered, so nobody decides (names.md 6).
POST print-order-review           404  404 404  403  403  404 403 302
       same-area                  404  404 404  403  403  403 403 302
       foreign                    404  404 404  404  404  404 403 302
       cancelled                  404  404 404  403  403  404 403 302
       none                       404  404 404  404  404  404 404 302
POST print-order-undo             404  404 404  403  403  404 403 302
       same-area                  404  404 404  403  403  403 403 302
       foreign                    404  404 404  404  404  404 403 302
       cancelled                  404  404 404  403  403  404 403 302
       none                       404  404 404  404  404  404 404 302
"""

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
    "print-order-review": lambda world: {"order_id": world.order.pk},
    "print-order-undo": lambda world: {"order_id": world.order.pk},
}


def _cancelled(world: Any) -> None:
    """An approved order is called off before its file is made; its codes are then of no use."""
    PrintOrder.objects.filter(pk=world.order.pk).update(state="cancelled")


def _retired(world: Any) -> None:
    type(world.print_house).objects.filter(pk=world.print_house.pk).update(retired_at=make.AT)


def _run_out(world: Any) -> None:
    type(world.print_file).objects.filter(pk=world.print_file.pk).update(expires_at=make.AT)


ENDED = {
    **dict.fromkeys(THINGS, _cancelled),
    **dict.fromkeys(("print-file-passphrase", "print-file-take", "print-file-discard"), _run_out),
    "print-house-retire": _retired,
}
