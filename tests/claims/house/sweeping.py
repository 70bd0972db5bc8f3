"""Every form of the running site that a person can reach, sent wrong in every way, and what came back."""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.browser.crawling import shape
from tests.browser.people import authenticator
from tests.claims.house import junk
from tests.claims.house.asking import Answer, Visitor
from tests.claims.house.forms import Form, read

VIETNAMESE = re.compile(r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)
# Messages of libraries that nobody translated.
ENGLISH = re.compile(
    r"This field|Enter a valid|Select a valid|Ensure this|is required|Not Found|Bad Request|Forbidden|Traceback"
)
MESSAGE = re.compile(
    r'(?s)<(\w+)[^>]*(?:class="[^"]*(?:tx-error|tx-notice|wrong)|role="alert"|role="status")[^>]*>(.*?)</\1>'
)
# Leaving, and what would take away the person's own access in the middle of the work.
AVOIDED = ("/dang-xuat/", "/ma-du-phong/", "/thiet-lap-xac-thuc/")


@dataclass
class Sweep:
    forms: dict[str, int] = field(default_factory=dict)  # form → how often it was sent wrong
    faults: list[str] = field(default_factory=list)
    kept: int = 0  # texts found again
    accepted: int = 0
    pages: int = 0  # looked at again afterwards

    @property
    def sent(self) -> int:
        return sum(self.forms.values())


def signed_in(site: Any, person: str) -> Visitor:
    visitor = Visitor(site.base_url)
    if person == "guest":
        return visitor
    fact = site.user(person)
    visitor.post(
        "/dang-nhap/", _filled(visitor.get("/dang-nhap/"), {"login": fact["login"], "password": fact["password"]})
    )
    if "totp_secret" in fact:
        code = authenticator(fact["totp_secret"]).next()
        page = visitor.get("/dang-nhap/xac-thuc/")
        visitor.post("/dang-nhap/xac-thuc/", _filled(page, {"code": code}))
    assert visitor.once("/tai-khoan/").status == 200, f"{person} could not sign in"
    return visitor


def _filled(page: Answer, values: dict[str, str]) -> list[tuple[str, Any]]:
    """The page's main form with these values."""
    forms, _ = read(page.text, page.url)
    form = next(f for f in forms if f.method == "post" and values.keys() <= f.fields.keys())
    return [(one.name, values.get(one.name, one.value)) for one in form.fields.values() if one.kind != "checkbox"]


def signature(form: Form) -> str:
    names = sorted({re.sub(r"\d+", "*", name) for name in form.fields if name != "csrfmiddlewaretoken"})
    return f"{form.method} {shape(form.action)} ({', '.join(names)})"


def reachable(visitor: Visitor, starts: Iterable[str], *, limit: int = 90) -> Iterator[Answer]:
    """Each kind of page once, breadth first, by links alone."""
    seen: set[str] = set()
    waiting = deque(visitor.base_url + start if start.startswith("/") else start for start in starts)
    shown = 0
    while waiting and shown < limit:
        address = waiting.popleft().split("#")[0]
        kind = shape(address)
        if kind in seen or "/en/" in kind or kind.startswith(("/tep/", "/anh/", "/tinh/")):
            continue
        seen.add(kind)
        answer = visitor.get(address)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        seen.add(shape(answer.url))
        shown += 1
        yield answer
        host = urlsplit(visitor.base_url).netloc
        _, links = read(answer.text, answer.url)
        waiting.extend(link for link in links if urlsplit(link).netloc == host)


def forms_of(visitor: Visitor, starts: Iterable[str]) -> dict[str, str]:
    """Form → the page it stands on; forms in which nothing can be filled in are left out."""
    found: dict[str, str] = {}
    for answer in reachable(visitor, starts):
        for form in read(answer.text, answer.url)[0]:
            if form.open_fields and not any(part in form.action for part in AVOIDED):
                found.setdefault(signature(form), answer.url)
    return found


def sweep(visitor: Visitor, starts: Iterable[str], into: Sweep) -> None:
    for name, page in forms_of(visitor, starts).items():
        if name not in into.forms:
            into.forms[name] = 0
            send_wrong(visitor, name, page, into)


def look_again(visitor: Visitor, starts: Iterable[str], into: Sweep) -> None:
    """What was accepted stands on pages now; none of it may have become markup, and none may break a page."""
    for answer in reachable(visitor, starts):
        into.pages += 1
        if answer.status >= 500:
            into.faults.append(f"{answer.url} answers {answer.status} after the sweep")
        if _is_markup(answer.text):
            into.faults.append(f"{answer.url} shows what was typed as markup")


def _is_markup(text: str) -> bool:
    return "<script>alert(" in text or "<img src=x onerror" in text


def send_wrong(visitor: Visitor, name: str, page: str, into: Sweep) -> None:
    first = _find(visitor, name, page)
    for number, (what, _, _) in enumerate(list(junk.variants(first)) if first else []):
        form = _find(visitor, name, page)
        if form is None:  # one of the wrong inputs was no wrong input here, and the work is done
            return
        _, sent, typed = list(junk.variants(form))[number]
        into.forms[name] += 1
        if form.method == "get":
            answer = visitor.get(form.action.split("?")[0] + _query(sent))
        else:
            answer = visitor.post(form.action, sent)
        into.faults += [f"{name}, {what}: {fault}" for fault in judge(answer, form, what, typed, into)]


def _find(visitor: Visitor, name: str, page: str) -> Form | None:
    answer = visitor.get(page)
    return next((f for f in read(answer.text, answer.url)[0] if signature(f) == name), None)


def _query(sent: list[tuple[str, Any]]) -> str:
    from urllib.parse import urlencode

    return "?" + urlencode([(n, v) for n, v in sent if isinstance(v, str)])


def judge(answer: Answer, form: Form, what: str, typed: list[str], into: Sweep) -> list[str]:
    """What is wrong with an answer to wrong input."""
    text = answer.text
    found = []
    if answer.status >= 500:
        return [f"answered {answer.status}"]
    if _is_markup(text):
        found.append("shows what was typed as markup")
    again = any(
        signature(f).split(" (")[0].split("?")[0] == signature(form).split(" (")[0].split("?")[0]
        for f in read(text, answer.url)[0]
    )
    if answer.status < 400 and (form.method == "get" or not again or len(answer.sent) > 1):
        into.accepted += 1  # legitimate here: a name may well contain an apostrophe
        return found
    said = " ".join(re.sub(r"<[^>]+>", " ", part) for _, part in MESSAGE.findall(text)) or _main(text)
    if not VIETNAMESE.search(said):
        found.append(f"{answer.status} without a Vietnamese message: {said.strip()[:80]!r}")
    if english := ENGLISH.search(html.unescape(said)):
        found.append(f"speaks English: {english[0]!r}")
    if answer.status not in (403, 404, 413, 429):
        # Blanks may come back in other places: a telephone number in groups, lines joined.
        shown = re.sub(r"\s+", "", html.unescape(text))
        lost = [value for value in typed if re.sub(r"\s+", "", value) not in shown]
        into.kept += len(typed) - len(lost)
        found += [f"{answer.status} and lost what was typed: {value[:40]!r}" for value in dict.fromkeys(lost)]
    return found


def _main(text: str) -> str:
    found = re.search(r"(?s)<main.*?</main>", text)
    return re.sub(r"<[^>]+>", " ", found[0]) if found else ""
