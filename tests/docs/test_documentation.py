"""The pages about the program say what the program is."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

import txng
from txng.project.management.commands import reference

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(txng.__path__[0])
sys.path.append(str(ROOT / "tools"))


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    import docs_links

    pages = sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md"))
    assert len(pages) > 15
    assert docs_links.broken(ROOT, pages) == []


# --- glossary ----------------------------------------------------------------------------------------------------


def lines() -> Iterator[tuple[str, list[str], list[str]]]:
    """Area, cells and identifiers of every line of the glossary."""
    area = ""
    for line in (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines():
        if line.startswith("## "):
            area = line[3:].partition(" ")[0]
        elif line.startswith("| ") and not line.startswith(("| ---", "| Vietnamese")):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            yield area, cells, re.findall(r"`(\w+)`", cells[2])


def verbs() -> dict[str, str]:
    """Verb → area: the actions, one a file, which carry the name of their file."""
    return {
        path.stem: path.parents[1].name
        for path in SOURCE.glob("*/actions/*.py")
        if re.search(rf"^def {path.stem}\(", path.read_text("utf-8"), re.MULTILINE)
    }


def tables() -> dict[str, str]:
    return {
        model.__name__: model._meta.app_label for model in apps.get_models() if model.__module__.startswith("txng.")
    }


SHARED = {"places", "review", "ledger", "access", "kernel", "provinces"}


@pytest.mark.parametrize("found", [tables, verbs])
def test_every_table_and_every_verb_has_a_line_in_the_glossary(found: object) -> None:
    named = {(area, name) for area, _cells, names in lines() for name in names}
    wanted = {(("What" if area in SHARED else area), name) for name, area in found().items()}  # type: ignore[operator]
    assert len(wanted) > 20
    assert sorted(wanted - named) == []


def test_the_glossary_names_nothing_that_does_not_exist() -> None:
    code = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    words = set(re.findall(r"\w+", code))
    assert sorted({name for _area, _cells, names in lines() for name in names} - words) == []


def test_every_line_of_the_glossary_has_its_three_words() -> None:
    broken = [cells for _area, cells, names in lines() if len(cells) != 4 or not all(cells[:3]) or not names]
    assert broken == []


def test_no_identifier_means_two_things() -> None:
    seen: dict[str, list[str]] = {}
    for _area, cells, names in lines():
        if names and names[0][0].isupper():
            seen.setdefault(names[0], []).append(cells[1])
    assert {name: terms for name, terms in seen.items() if len(terms) > 1} == {}


# --- reference ---------------------------------------------------------------------------------------------------


def test_the_reference_is_what_the_code_and_the_profiles_say_today() -> None:
    call_command("reference", "--check", stdout=StringIO())


def test_a_stale_reference_is_noticed_and_written_anew(tmp_path: Path) -> None:
    call_command("reference", folder=tmp_path, stdout=StringIO())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["events.md", "permissions.md"]
    call_command("reference", "--check", folder=tmp_path, stdout=StringIO())
    (tmp_path / "events.md").write_text("yesterday")
    with pytest.raises(CommandError, match=r"events\.md"):
        call_command("reference", "--check", folder=tmp_path, stdout=StringIO())
    assert (tmp_path / "events.md").read_text() == "yesterday"


def test_the_reference_names_every_verb_every_event_and_every_function_group() -> None:
    from txng import provinces
    from txng.access import Permission
    from txng.ledger.events import all_event_kinds

    permissions, events = reference.permissions(), reference.events()
    assert [p for p in Permission if f"| `{p}` |" not in permissions] == []
    ours = [kind for kind in all_event_kinds() if type(kind).__module__.startswith("txng.")]
    assert len(ours) > 40
    assert [str(kind) for kind in ours if f"| `{kind}` |" not in events] == []
    for province in provinces.ids():
        profile = provinces.load(province)
        groups = [group for kind in reference.KINDS for group in profile.groups_of(kind)]
        assert [group.wording for group in groups if f"| {group.wording} | {group.article} |" not in permissions] == []
