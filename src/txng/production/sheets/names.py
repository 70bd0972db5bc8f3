"""What people call the things a cell points to: a name, and where two share one, what tells them apart as well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from txng.production.sheets.columns import Unreadable
from txng.registry.imports.cells import fold

Known = tuple[Any, str, str]  # key, name, what tells it apart


class Names:
    """Asked for once; once more when a name is not there, since a row above may have made it."""

    def __init__(self, ask: Callable[[], Iterable[Known]], otherwise: Callable[[str], Any] | None = None) -> None:
        self._ask, self._otherwise = ask, otherwise
        self._load()

    def _load(self) -> None:
        rows = list(self._ask())
        held: dict[str, int] = {}
        for _key, name, _tag in rows:
            held[fold(name)] = held.get(fold(name), 0) + 1
        self._labels = {key: name if held[fold(name)] == 1 else f"{name} ({tag})" for key, name, tag in rows}
        self._found: dict[str, Any] = {}
        for key, name, tag in rows:
            self._found[fold(f"{name} ({tag})")] = key
            if held[fold(name)] == 1:
                self._found[fold(name)] = key
        # A code alone says which one is meant; a kind that several have does not.
        tags = Counter(fold(tag) for _key, _name, tag in rows)
        for key, _name, tag in rows:
            if tag and tags[fold(tag)] == 1:
                self._found.setdefault(fold(tag), key)
        self._several = {name for name, count in held.items() if count > 1}

    def label(self, key: Any) -> str:
        if key not in self._labels:
            self._load()
        return self._labels.get(key, "")

    def labels(self) -> list[str]:
        return list(self._labels.values())

    def find(self, text: str) -> Any:
        wanted = fold(text)
        if wanted not in self._found and wanted not in self._several:
            self._load()
        if wanted in self._found:
            return self._found[wanted]
        if wanted in self._several:
            raise Unreadable("several", text)
        found = self._otherwise(text) if self._otherwise else None
        if found is None:
            raise Unreadable("unknown", text)
        return found
