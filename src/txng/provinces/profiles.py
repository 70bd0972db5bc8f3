"""Finding and reading the file of a province."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from txng.provinces import theme
from txng.provinces.reading import ProfileError, build
from txng.provinces.types import Profile

FOLDER = Path(__file__).parent / "profiles"
NATIONAL = Path(__file__).parent / "national.toml"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Whom a page names and where a code points is never taken over from a neighbour.
_OWN = ("identity", "theme", "regulation", "regulation_en", "regulation_of", "former_area", "targets")


@cache
def load(province: str) -> Profile:
    """The profile of that id. Raises ProfileError, and so refuses to start, for anything doubtful."""
    return read(FOLDER / f"{checked_id(province)}.toml")


def ids() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def current() -> Profile:
    """The province this installation serves (setting TXNG_PROVINCE)."""
    from django.conf import settings

    return load(settings.TXNG_PROVINCE)


def read(path: Path) -> Profile:
    """A profile out of a file; `inherits` names a neighbour whose rules hold where this one is silent."""
    table = _table(path)
    neighbour = table.pop("inherits", None)
    if neighbour is not None:
        if not isinstance(neighbour, str) or neighbour == path.stem:
            raise ProfileError(path.name, "inherits", "names no other profile")
        parent = _table(path.parent / f"{checked_id(neighbour)}.toml")
        if "inherits" in parent:
            raise ProfileError(path.name, "inherits", f"{neighbour} inherits itself: one step is the most")
        table = _over({key: value for key, value in parent.items() if key not in _OWN}, table)
    table = _over(_table(NATIONAL), table)
    profile = build(Profile, {"id": path.stem, **table}, file=path.name)
    _check(profile, path.name)
    return profile


def checked_id(province: str) -> str:
    if not _ID.fullmatch(province):
        raise ProfileError(f"{province}.toml", "(file)", "a profile id has lower-case letters, digits and dashes")
    return province


def _table(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ProfileError(path.name, "(file)", f"no such profile; there are {', '.join(ids())}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileError(path.name, "(file)", str(error)) from None
    if "id" in table:
        raise ProfileError(path.name, "id", "unknown key (the file's name is the id)")
    return table


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Tables are merged key by key; a list replaces the whole list, or half a menu could come from each."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        merged[key] = _over(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return merged


def _check(profile: Profile, file: str) -> None:
    """What no single key can show to be wrong."""
    for reason in theme.refusals(profile.theme):
        raise ProfileError(file, "theme", reason)
    if not profile.identity.host:
        raise ProfileError(file, "identity.site", "neither site nor id_host says where codes point")
    kinds = [tier.kind for tier in profile.tiers]
    for kind in ("operator", "department", "commune", "establishment"):
        if kinds.count(kind) != 1:
            raise ProfileError(file, "tiers", f"{kind} must stand there once")
        if not profile.function_groups.get(kind):
            raise ProfileError(file, f"function_groups.{kind}", "missing key")
    departments = {department.code for department in profile.departments}
    for number, line in enumerate(profile.suggestions):
        if (line.tier == "department") != bool(line.department):
            raise ProfileError(
                file, f"suggestions[{number}]", "a department is named exactly when the tier is department"
            )
        if line.department and line.department not in departments:
            raise ProfileError(file, f"suggestions[{number}].department", f"{line.department!r} is not in departments")
    for name, codes in (
        ("dossier.papers", [paper.code for paper in profile.dossier.papers]),
        ("dossier.fields", [field.code for field in profile.dossier.fields]),
        ("sectors", [sector.code for sector in profile.sectors]),
        ("departments", [department.code for department in profile.departments]),
        ("targets", [target.code for target in profile.targets]),
    ):
        if len(set(codes)) != len(codes):
            raise ProfileError(file, name, "a code stands there twice")
