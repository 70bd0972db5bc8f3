"""The forms of a page as a browser would send them, and as nobody should."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

TYPED = ("text", "search", "email", "tel", "number", "url", "password", "textarea", "date")


@dataclass
class Field:
    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)  # of a select, of radios, of checkboxes
    chosen: list[str] = field(default_factory=list)
    many: bool = False


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def typed(self) -> list[Field]:
        return [f for f in self.fields.values() if f.kind in TYPED]

    @property
    def files(self) -> list[Field]:
        return [f for f in self.fields.values() if f.kind == "file"]

    @property
    def open_fields(self) -> list[Field]:
        """What a person can fill in."""
        return [f for f in self.fields.values() if f.kind != "hidden"]


class _Reader(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base = base
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.by_id: dict[str, Form] = {}
        self._form: Form | None = None
        self._text: Field | None = None
        self._select: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {k: v or "" for k, v in attrs}
        if tag == "a" and named.get("href"):
            self.links.append(urljoin(self.base, named["href"]))
        elif tag == "form":
            action = urljoin(self.base, named.get("action") or self.base)
            self._form = Form(action, named.get("method", "get").lower())
            self.forms.append(self._form)
            if named.get("id"):
                self.by_id[named["id"]] = self._form
        elif tag == "option" and self._select is not None:
            value = named.get("value", "")
            self._select.options.append(value)
            if "selected" in named:
                self._select.chosen.append(value)
        else:
            self._control(tag, named)

    def _control(self, tag: str, named: dict[str, str]) -> None:
        form = self.by_id.get(named.get("form", "")) or self._form
        name = named.get("name", "")
        if form is None or tag not in ("input", "textarea", "select", "button"):
            return
        kind = named.get("type", "text" if tag == "input" else "submit") if tag in ("input", "button") else tag
        if kind in ("submit", "image"):
            form.buttons.append((name, named.get("value", "")))
        elif not name or "disabled" in named or kind in ("button", "reset"):
            return
        elif kind in ("radio", "checkbox"):
            one = form.fields.setdefault(name, Field(name, kind))
            one.options.append(named.get("value", "on"))
            one.many = kind == "checkbox"
            if "checked" in named:
                one.chosen.append(named.get("value", "on"))
        else:
            form.fields[name] = one = Field(name, kind, named.get("value", ""), many="multiple" in named)
            self._text = one if tag == "textarea" else None
            self._select = one if tag == "select" else None

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._text = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            # A browser drops the first line break of a text area.
            self._text.value += data.removeprefix("\n") if not self._text.value else data


def read(html: str, base: str) -> tuple[list[Form], list[str]]:
    """The forms and the links of a page."""
    reader = _Reader(base)
    reader.feed(html)
    reader.close()
    return reader.forms, reader.links
