from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

import txng


class Command(BaseCommand):
    help = "Collects the sentences of each area, keeps their translations, compiles them (pure Python)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("areas", nargs="*", help="areas to work on; all when none is named")
        parser.add_argument("--check", action="store_true", help="change nothing; fail and list what is wrong")
        parser.add_argument("--prune", action="store_true", help="drop translations whose sentence is gone")
        parser.add_argument("--root", type=Path, default=Path(txng.__path__[0]), help="folder holding the areas")

    def handle(self, *args: Any, areas: list[str], check: bool, prune: bool, root: Path, **options: Any) -> None:
        # polib and babel are development tools; a running province has only the compiled catalogues.
        from txng.ui import catalogues

        unknown = [name for name in areas if not (root / name / "__init__.py").exists()]
        if unknown:
            raise CommandError(f"no such area: {', '.join(unknown)}")
        chosen = [root / name for name in areas] or catalogues.areas(root)
        if check:
            complaints = catalogues.check(root, chosen)
            for line in complaints:
                self.stdout.write(line)
            if complaints:
                raise CommandError(f"{len(complaints)} to mend; `manage.py messages` does what a machine can")
            return
        for area in chosen:
            if catalogues.write(root, area, prune=prune):
                self.stdout.write(f"{area.name}: written")
            empty = sum(1 for line in catalogues.check_area(area, catalogues.load(area)) if line.startswith("empty"))
            if empty:
                self.stdout.write(f"{area.name}: {empty} without Vietnamese")
