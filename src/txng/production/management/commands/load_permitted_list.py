from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from txng.access.actors import system
from txng.kernel.clock import now
from txng.kernel.errors import Refusal
from txng.production.actions import load_permitted_list
from txng.production.models import MaterialKind
from txng.production.safety.permitted import read_sheet


class Command(BaseCommand):
    """docs/so-tay/vat-tu-cho-lo.md shows both forms of the file."""

    help = "Load an official list of permitted materials (TOML, or CSV with --kind, --name, --source, --from)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--kind", choices=MaterialKind.values)
        parser.add_argument("--name")
        parser.add_argument("--source")
        parser.add_argument("--from", dest="valid_from", type=date.fromisoformat, help="YYYY-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        about = {key: options[key] for key in ("kind", "name", "source", "valid_from") if options[key]}
        try:
            sheet = read_sheet(options["file"], **about)
            loaded = load_permitted_list(actor=system(), sheet=sheet, at=now())
        except (Refusal, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{loaded.name}: {loaded.materials.count()} lines, in force from {loaded.valid_from:%d/%m/%Y}."
        )
