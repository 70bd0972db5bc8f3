from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext, override

from txng import provinces
from txng.access import Permission
from txng.accounts.acting import NARROWED_TO
from txng.ledger.events import all_event_kinds
from txng.ledger.recording import consequences
from txng.provinces.words import AccountKind

FOLDER = settings.PACKAGE.parent.parent / "docs" / "reference"
WRITTEN_BY = "*Written by `./txng manage reference`; a test keeps it current.*\n"
KINDS: tuple[AccountKind, ...] = ("operator", "department", "commune", "establishment")


class Command(BaseCommand):
    help = "Write docs/reference anew: who may do what, and what can happen, as the code and the profiles say it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail when a page is out of date")
        parser.add_argument("--folder", type=Path, default=FOLDER)

    def handle(self, *args: Any, check: bool, folder: Path, **options: Any) -> None:
        stale = []
        for name, page in PAGES.items():
            path, text = folder / name, page()
            if path.exists() and path.read_text("utf-8") == text:
                continue
            stale.append(name)
            if not check:
                folder.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
                self.stdout.write(f"{name}: written")
        if check and stale:
            raise CommandError(f"out of date: {', '.join(stale)}; run ./txng manage reference")


def permissions() -> str:
    profiles = [provinces.load(id) for id in provinces.ids()]
    parts = [
        "# Permissions\n",
        WRITTEN_BY,
        "A permission is a verb. Which kind of account holds it is data of a province's profile, each line with its\n"
        "article; how far it reaches follows from the account: an establishment itself, a commune its area,\n"
        "a department its sectors, the operator everything. Decisions of departments and communes reach only\n"
        "what they manage. Who sees a thing and lacks the verb is told so (403); who may not see it finds nothing\n"
        "(404).\n",
        "## Verbs\n",
    ]
    rows = []
    for permission in Permission:
        holders = [", ".join(kind for kind in KINDS if permission in p.permissions_of(kind)) for p in profiles]
        rows.append(
            [
                f"`{permission}`",
                f"`{permission.reading}`" if permission.reading != permission else "",
                "yes" if permission.needs_managing_agency else "",
                *holders,
            ]
        )
    parts.append(_table(["Verb", "Seen with", "Managing agency only", *(p.id for p in profiles)], rows))
    parts += [
        "`registry.dossier.submit` and `oversight.complaint.file` are everybody's, with or without an account.\n",
        "## Seats\n",
        "What a person may do of what their account holds.\n",
    ]
    for role, kept in NARROWED_TO.items():
        lost = [permission for permission in Permission if permission not in kept]
        if len(lost) <= len(kept):
            said = f"everything but {_codes(lost)}" if lost else "everything"
        else:
            said = _codes(permission for permission in Permission if permission in kept)
        parts.append(f"- **{role}**: {said}")
    parts.append("")
    for profile in profiles:
        parts += [f"## {profile.id}\n", f"{profile.regulation}\n"]
        for kind in KINDS:
            groups = [(g.wording, g.article, g.permissions) for g in profile.groups_of(kind)]
            duties = [(f"*{d.name}*", d.article, d.permissions) for d in profile.duties_of(kind)]
            lines = [[name, article, _codes(held)] for name, article, held in [*groups, *duties]]
            parts += [f"### {kind}\n", _table(["Function group, *duty*", "Article", "Verbs"], lines)]
    return "\n".join(parts)


def events() -> str:
    parts = [
        "# Events\n",
        WRITTEN_BY,
        "Everything that can happen, one line in the ledger each. The sentence is what history pages say; `public`\n"
        "facts may stand in the open log; the consequences are those of `project/subscriptions.py`.\n",
    ]
    ours = [kind for kind in all_event_kinds() if type(kind).__module__.startswith("txng.")]
    by_area: dict[str, list[Any]] = {}
    for kind in ours:
        by_area.setdefault(str(kind).partition(".")[0], []).append(kind)
    for area in sorted(by_area):
        rows = []
        for kind in by_area[area]:
            with override("vi"):
                sentence = gettext(kind.sentence).replace("{actor}", "…").replace("{subject}", "…")
            at_once, afterwards = consequences(kind)
            heard = [*(f"at once: {_name(f)}" for f in at_once), *(f"afterwards: {_name(f)}" for f in afterwards)]
            rows.append([f"`{kind}`", sentence, "yes" if kind.public else "", kind.concerns, "<br>".join(heard)])
        parts += [f"## {area}\n", _table(["Event", "Sentence", "Public", "Concerns", "Consequences"], rows)]
    return "\n".join(parts)


PAGES: dict[str, Callable[[], str]] = {"permissions.md": permissions, "events.md": events}


def _codes(held: Iterable[Permission]) -> str:
    return ", ".join(f"`{permission}`" for permission in held)


def _name(listener: Any) -> str:
    return f"`{listener.__module__.removeprefix('txng.').partition('.')[0]}.{listener.__name__}`"


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"
