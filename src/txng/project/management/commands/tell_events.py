from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from txng.kernel.clock import now
from txng.production import tracing as production
from txng.production import use_tracing as uses
from txng.production.stock import tracing as stock
from txng.stamps import tracing as stamps


class Command(BaseCommand):
    """For a database older than the events: what was recorded before is told now, and told twice adds nothing."""

    help = "Record the EPCIS events of lots, diaries, goods and stamps that were recorded before there were any."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        told = production.tell_all(at) + stock.tell_all() + uses.tell_all(at) + stamps.tell_all()
        self.stdout.write(f"{told} events recorded.")
