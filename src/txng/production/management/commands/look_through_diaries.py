from __future__ import annotations

import json
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand

from txng.production.models import Lot
from txng.production.plausibility import flags_of_lots

AT_ONCE = 200


class Command(BaseCommand):
    """What officers see one reach at a time, for the whole province: after thresholds have changed, or an import."""

    help = "Print every lot whose diary deserves a second look, with the reasons, as one JSON line each."

    def handle(self, *args: Any, **options: Any) -> None:
        read = 0
        lots = Lot.objects.filter(cancelled_at=None).select_related("product", "establishment").order_by("id")
        rows = lots.iterator(AT_ONCE)
        while some := list(islice(rows, AT_ONCE)):
            flags = flags_of_lots(some)
            read += len(some)
            for lot in some:
                if flags[lot.pk]:
                    told = [{"code": flag.code, "why": flag.sentence} for flag in flags[lot.pk]]
                    line = {"lot": lot.number, "id": lot.pk, "establishment": lot.establishment.name, "flags": told}
                    self.stdout.write(json.dumps(line, ensure_ascii=False))
        self.stdout.write(json.dumps({"lots_read": read}))
