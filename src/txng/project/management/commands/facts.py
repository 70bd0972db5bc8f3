from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from txng.project.demo.building import facts_file


class Command(BaseCommand):
    """What an outside program needs to drive the running demo, as JSON (names.md 4)."""

    help = "Print base address, people and sample codes of the demo as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--base-url", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            facts = json.loads(facts_file().read_text("utf-8"))
        except FileNotFoundError:
            raise CommandError("This database holds no demo.") from None
        self.stdout.write(json.dumps({"base_url": options["base_url"], **facts}, ensure_ascii=False, indent=1))
