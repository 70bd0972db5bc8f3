"""Message catalogues kept in pure Python, so that nobody needs the gettext programs.

Each area carries its own `locale/vi/LC_MESSAGES/django.po`. Django joins them into one catalogue while
running and the first area wins; the same sentence translated twice would show by accident, and is refused.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

LANGUAGE = "vi"
PO = Path("locale") / LANGUAGE / "LC_MESSAGES" / "django.po"
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml", ".svg", ".typ", ".css", ".webmanifest"}

# Which argument of which function is a sentence; ("c", 1) style positions as babel counts them.
FUNCTIONS: dict[str, tuple[int | tuple[int, str], ...]] = {
    "_": (1,),
    "gettext": (1,), "gettext_lazy": (1,), "gettext_noop": (1,),
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\((\w+)\)|%(?:\.\d+)?([sdfr])|\{(\w*)\}")

Key = tuple[str | None, str]


@dataclass
class Message:
    """One sentence of the program and the files it stands in."""

    msgid: str
    plural: str | None = None
    context: str | None = None
    files: set[str] = field(default_factory=set)
    comments: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return self.context, self.msgid


def areas(root: Path) -> list[Path]:
    return sorted(folder for folder in root.iterdir() if (folder / "__init__.py").exists())


def sources(area: Path) -> Iterator[tuple[Path, bool]]:
    """Files that may hold sentences, each with whether it is a template."""
    for path in sorted(area.rglob("*")):
        inside = path.relative_to(area).parts
        if not path.is_file() or {"locale", "migrations", "static", "__pycache__"} & set(inside):
            continue
        if path.suffix == ".py":
            yield path, False
        elif path.suffix in TEMPLATE_SUFFIXES and "templates" in inside:
            yield path, True


def sentences(text: str, *, template: bool, name: str) -> Iterator[Message]:
    if template:
        # The templatizer leaves the indentation of the HTML, which Python's tokenizer would refuse.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=name).split("\n"))
    found = extract_python(io.BytesIO(text.encode()), FUNCTIONS, ["Translators"], {"encoding": "utf-8"})
    for _line, function, arguments, comments in found:
        if function not in FUNCTIONS:
            continue
        given: tuple[Any, ...] = arguments if isinstance(arguments, tuple) else (arguments,)
        context: str | None = None
        texts: list[str] = []
        for place in FUNCTIONS[function]:
            index, is_context = (place[0], True) if isinstance(place, tuple) else (place, False)
            value = given[index - 1] if index <= len(given) else None
            if is_context:
                context = value
            elif value:
                texts.append(value)
        if texts:
            yield Message(
                texts[0],
                texts[1] if len(texts) > 1 else None,
                context,
                {name},
                [str(comment) for comment in comments or []],
            )


def extract(area: Path) -> dict[Key, Message]:
    """Every sentence of an area, in the order of its files."""
    found: dict[Key, Message] = {}
    for path, template in sources(area):
        name = path.relative_to(area).as_posix()
        for message in sentences(path.read_text("utf-8"), template=template, name=name):
            known = found.setdefault(message.key, message)
            known.files |= message.files
            known.plural = known.plural or message.plural
    return found


def load(area: Path) -> polib.POFile:
    path = area / PO
    if path.exists():
        return polib.pofile(str(path), encoding="utf-8", wrapwidth=110)
    return polib.POFile(encoding="utf-8", wrapwidth=110)


def header(area: Path) -> dict[str, str]:
    """No dates and no names: a catalogue changes only when its sentences do."""
    return {
        "Project-Id-Version": f"txng {area.name}",
        "Language": LANGUAGE,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }


def translation(entry: polib.POEntry) -> str:
    if entry.msgid_plural:
        return str(entry.msgstr_plural.get(0, ""))
    return str(entry.msgstr)


def known_elsewhere(root: Path, besides: Path) -> dict[Key, str]:
    known: dict[Key, str] = {}
    for area in areas(root):
        if area != besides:
            for entry in load(area):
                if not entry.obsolete and not entry.fuzzy and translation(entry):
                    known.setdefault((entry.msgctxt, entry.msgid), translation(entry))
    return known


def merge(root: Path, area: Path, *, prune: bool = False) -> polib.POFile | None:
    """The area's catalogue as it should be: today's sentences, with every translation there ever was."""
    found = extract(area)
    old = load(area)
    if not found and not old:
        return None
    earlier = {(entry.msgctxt, entry.msgid): entry for entry in old}
    elsewhere = known_elsewhere(root, area)
    new = polib.POFile(encoding="utf-8", wrapwidth=110)
    new.metadata = header(area)
    for key, message in found.items():
        before = earlier.pop(key, None)
        words = (translation(before) if before else "") or elsewhere.get(key, "")
        entry = polib.POEntry(
            msgid=message.msgid,
            msgctxt=message.context,
            occurrences=[(name, "") for name in sorted(message.files)],
            comment="\n".join(message.comments),
            flags=[flag for flag in (before.flags if before else []) if flag == "fuzzy"],
            tcomment=before.tcomment if before else "",
        )
        if message.plural:
            entry.msgid_plural = message.plural
            entry.msgstr_plural = {0: words}
        else:
            entry.msgstr = words
        new.append(entry)
    for entry in earlier.values():
        if not prune and translation(entry):
            entry.obsolete = True
            entry.occurrences = []
            new.append(entry)
    return new


def write(root: Path, area: Path, *, prune: bool = False) -> bool:
    """Bring the catalogue and its compiled form up to date; tells whether anything changed."""
    catalogue = merge(root, area, prune=prune)
    if catalogue is None:
        return False
    path = area / PO
    path.parent.mkdir(parents=True, exist_ok=True)
    text, binary = str(catalogue) + "\n", catalogue.to_binary()
    changed = False
    for target, content in ((path, text.encode()), (path.with_suffix(".mo"), binary)):
        if not target.exists() or target.read_bytes() != content:
            target.write_bytes(content)
            changed = True
    return changed


def check(root: Path, chosen: list[Path] | None = None) -> list[str]:
    """What is wrong with the catalogues, a line each; empty when the Vietnamese is whole."""
    complaints: list[str] = []
    said: dict[Key, tuple[str, str]] = {}
    for area in areas(root):
        catalogue = load(area)
        look = chosen is None or area in chosen
        here = check_area(area, catalogue) if look else []
        for entry in catalogue:
            words = translation(entry)
            if entry.obsolete or entry.fuzzy or not words:
                continue
            first = said.setdefault((entry.msgctxt, entry.msgid), (words, area.name))
            if first[0] != words and look:
                here.append(
                    f"differs: {entry.msgid!r} is {first[0]!r} in {first[1]} but {words!r} here; "
                    "use the same words or give one of them a context (pgettext)"
                )
        complaints += [f"{area.name}: {line}" for line in here]
    return complaints


def check_area(area: Path, catalogue: polib.POFile) -> list[str]:
    found = extract(area)
    there = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
    lines: list[str] = []
    for key, message in found.items():
        where = ", ".join(sorted(message.files))
        entry = there.get(key)
        if entry is None:
            lines.append(f"missing: {message.msgid!r} ({where})")
            continue
        words = translation(entry)
        if not words:
            lines.append(f"empty: {message.msgid!r} ({where})")
        elif entry.fuzzy:
            lines.append(f"fuzzy: {message.msgid!r}")
        elif placeholders(words) - placeholders(message.msgid) - placeholders(message.plural or ""):
            lines.append(f"placeholder: {message.msgid!r} has others than {words!r}")
        if bool(message.plural) != bool(entry.msgid_plural):
            lines.append(f"plural: {message.msgid!r} changed; run `messages`")
        if VIETNAMESE.search(message.msgid) and words in ("", message.msgid):
            lines.append(f"not English: {message.msgid!r} ({where})")
    for entry in catalogue:
        if entry.obsolete or (entry.msgctxt, entry.msgid) not in found:
            lines.append(f"obsolete: {entry.msgid!r}")
    compiled = (area / PO).with_suffix(".mo")
    if (found or len(catalogue)) and (not compiled.exists() or compiled.read_bytes() != catalogue.to_binary()):
        lines.append("stale: django.mo does not match django.po; run `messages`")
    return lines


def placeholders(text: str) -> set[str]:
    return {"".join(match) for match in PLACEHOLDER.findall(text)}
