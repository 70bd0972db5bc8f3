"""The scan page: a card and a verdict laid out (ux.md W1, W2), one style in it, and nothing else to fetch but a photo.

It is rendered without a request: no session, no message, no menu, no cookie can get onto it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from txng import provinces
from txng.resolver import visits, words
from txng.resolver.claims import holding, standards_that_hold
from txng.resolver.compression import compress
from txng.resolver.facts import Found
from txng.resolver.verdict import Facts, Verdict
from txng.ui.formats import vn_date, vn_phone

REPORT = "phan-anh"  # in the query of a code: to the complaint form, in the language it names
FIRST_STEPS = 5
TAGS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Blanks:
    """Marks instead of what a scan alone decides, for pages that are made ahead (resolver/drawing.py)."""

    sentence: str
    note: str
    times: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """All a page needs. `shown` is what the person scanned or typed, for pages that have nothing better to show."""

    verdict: Verdict
    facts: Facts
    found: Found = field(default_factory=Found)
    shown: str = ""
    typed: bool = False
    sixteen: bool = False
    as_of: datetime | None = None  # made without the database: what was known then
    blanks: Blanks | None = None
    pin_of: str = ""  # the address whose hidden number may be told


def respond(request: HttpRequest, answer: Answer) -> HttpResponse:
    language = language_of(request)
    response = HttpResponse(html(request, answer, language), status=answer.verdict.status)
    response["Content-Language"] = language
    response["Content-Security-Policy"] = policy()
    patch_vary_headers(response, ["Accept-Language"])
    return compress(request, response)


def html(request: HttpRequest, answer: Answer, language: str) -> str:
    with override(language):
        return render_to_string("resolver/scan.html", _context(request, answer, language))


def language_of(request: HttpRequest) -> str:
    """Vietnamese unless the browser's first language is another one; the link on the page wins (ux.md 4.2)."""
    chosen = request.GET.get("ngon-ngu", "")
    if chosen in ("vi", "en"):
        return chosen
    return visits.language_of(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))


# --- the style and its hash ---------------------------------------------------------------------------------


def style() -> str:
    theme = provinces.current().theme
    return _style(theme.brand, theme.brand_strong)


def policy() -> str:
    """names.md 7.9: the single inline style of this page is allowed by its hash, everything else is refused."""
    return _policy(style())


@cache
def _style(brand: str, strong: str) -> str:
    text = (Path(__file__).parent / "data" / "page.css").read_text("utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).replace("\n", "")
    return f"{text}:root{{--brand:{brand};--strong:{strong}}}"


@cache
def _policy(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self' data:; media-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


# --- what stands on it --------------------------------------------------------------------------------------


def _context(request: HttpRequest, answer: Answer, language: str) -> dict[str, Any]:
    who, verdict, card = provinces.current().identity, answer.verdict, answer.found.card
    product, maker = card.get("product", {}), card.get("maker", {})
    lot = card.get("lot") if verdict.shows_lot else None
    today = answer.facts.today
    standards = standards_that_hold(product.get("standards", ""), product.get("papers", []), today)
    nothing_held = verdict.id in ("not_found", "unavailable")
    blanks = answer.blanks
    return {
        "css": SafeString(style()),
        "lang": language,
        # Names and diaries stay Vietnamese on an English page; a screen reader must be told.
        "foreign": SafeString(' lang="vi"') if language != "vi" else "",
        "prefix": "" if language == "vi" else "/en",
        **_language_link(request, language),
        "who": who,
        "look": verdict.look.value,
        "green": verdict.is_green,
        "short": words.short(verdict),
        "title": words.title(verdict),
        "sentence": SafeString(blanks.sentence)
        if blanks and verdict.id == "valid"
        else words.sentence(
            verdict, answer.facts, province=who.shown, hotline=who.hotline, shown=words.grouped(answer.shown)
        ),
        "note": SafeString(blanks.note) if blanks else words.note(answer.as_of) if answer.as_of else "",
        "shown": words.grouped(answer.shown) if verdict.id == "not_found" else "",
        "typed": answer.shown if answer.typed else "",
        "sixteen": answer.sixteen,
        "box": verdict.id == "not_found",
        "retry": request.get_full_path() if verdict.id == "unavailable" else "",
        "pin_of": answer.pin_of,
        "report": "" if verdict.id in ("unavailable", "test") else _report_link(request, language),
        "how": words.how_to_check() if verdict.id == "check" else [],
        "recall": _recall(card) if verdict.id == "recalled" else None,
        "warnings": card.get("recalls", []) if answer.found.level == "product" else [],
        "product": product if product.get("name") and not nothing_held else None,
        "product_name": product.get("name_en") or product.get("name") if language != "vi" else product.get("name"),
        "product_lang": SafeString(' lang="vi"') if language != "vi" and not product.get("name_en") else "",
        "photo": product.get("photo"),
        "maker": maker,
        "tags": _tags(standards) if verdict.is_green else [],
        "lot_rows": _lot_rows(lot, product, answer, language) if lot else [],
        "about": _about(product, standards, language) if verdict.shows_lot else [],
        "more": _more(product, language) if verdict.shows_lot else [],
        "sounds": product.get("sounds", []) if verdict.shows_lot else [],
        "papers": _papers(product.get("papers", []), today, language) if verdict.shows_lot else [],
        "maker_papers": _papers(maker.get("papers", []), today, language) if verdict.shows_lot else [],
        "approved": _approved(card) if verdict.shows_lot else None,
        # None while withheld.
        "maker_rows": _maker_rows(maker, language, card.get("default_link", "")) if "kind" in maker else [],
        **(_journey(card, language) if lot and verdict.id != "recalled" else {}),
    }


def _language_link(request: HttpRequest, language: str) -> dict[str, Any]:
    other = "en" if language == "vi" else "vi"
    query = request.GET.copy()
    query["ngon-ngu"] = other
    return {
        "other_language": f"?{urlencode(query, doseq=True)}",
        "other_code": other,
        "other_name": "English" if other == "en" else "Tiếng Việt",
        "asked_language": "ngon-ngu" in request.GET,
    }


def _report_link(request: HttpRequest, language: str) -> str:
    """Back to the same code, which then says what it is worth to the complaint form (views/scan.py): signing that for
    everybody who only looks would cost each scan more than its serial."""
    kept = [(name, value) for name, values in request.GET.lists() for value in values if name != "ngon-ngu"]
    return f"?{urlencode([*kept, (REPORT, language)])}"


def _recall(card: Mapping[str, Any]) -> dict[str, Any]:
    recall = card["recall"]
    return {
        "decision": recall["decision"],
        "decided_on": _day(recall["decided_on"]),
        "phone": recall["phone"],
        "phone_shown": vn_phone(recall["phone"]),
    }


def _tags(standards: str) -> list[str]:
    """Standards the agency approved, as badges: only beside a green verdict (ux.md 1.3)."""
    names = [name.strip() for name in re.split(r"[,;\n]", standards)]
    return [name for name in names if 0 < len(name) <= 28][:TAGS]


def _row(label: str, value: str, *, foreign: bool = False) -> dict[str, str] | None:
    return {"label": label, "value": value, "foreign": SafeString(' lang="vi"') if foreign else ""} if value else None


def _rows(*rows: dict[str, str] | None) -> list[dict[str, str]]:
    """A field without a value is not shown (ux.md 1.4)."""
    return [row for row in rows if row]


def _lot_rows(
    lot: Mapping[str, Any], product: Mapping[str, Any], answer: Answer, language: str
) -> list[dict[str, str]]:
    place = {"grown": _("Grown at"), "raised": _("Raised at")}.get(lot.get("place_is", ""), _("Made at"))
    started = "" if lot.get("harvested_on") else _day(lot.get("started_on"))
    counted = answer.found.level == "item"
    times = answer.blanks.times if answer.blanks else words.times(answer.facts)
    return _rows(
        _row(pgettext("of a product", "Lot"), lot["number"]),
        _row(_("Production date"), started),
        _row(pgettext("scan page", "Harvested"), _day(lot.get("harvested_on"))),
        _row(pgettext("scan page", "Packed"), _day(lot.get("packed_on"))),
        _row(_("Expiry date"), _day(lot.get("expires_on"))),
        _row(place, lot.get("place", ""), foreign=language != "vi"),
        _row(_("Number of scans"), times if counted else ""),
    )


def _about(product: Mapping[str, Any], standards: str, language: str) -> list[dict[str, str]]:
    foreign = language != "vi"
    group = product.get("group") or {}
    return _rows(
        _row(_("GTIN") if product.get("gs1") else _("Product code"), product.get("code", "")),
        _row(_("Product group"), group.get(language, "")),
        _row(_("Brand"), product.get("brand", ""), foreign=foreign),
        _row(pgettext("scan page", "Pack"), product.get("pack", ""), foreign=foreign),
        _row(_("Origin"), product.get("origin", ""), foreign=foreign),
        _row(_("Standards"), standards, foreign=foreign),
        _row(_("Description"), product.get("description", ""), foreign=foreign),
        _row(_("Safety warnings"), product.get("warnings", ""), foreign=foreign),
    )


def _more(product: Mapping[str, Any], language: str) -> list[dict[str, str]]:
    """Folded: what few ask for. Safety warnings are not among it, they stand with the product."""
    foreign = language != "vi"
    labels = {
        "model_code": _("Model code"),
        "variety": _("Variety, kind"),
        "ingredients": _("Ingredients"),
        "additives": _("Additives"),
        "packaging": _("Packaging material"),
        "importer": _("Importer"),
        "usage": _("How to use and store it"),
        "introduction": _("Introduction of the product"),
    }
    return _rows(*(_row(label, product.get(key, ""), foreign=foreign) for key, label in labels.items()))


def _papers(papers: list[Any], today: date, language: str) -> list[dict[str, str]]:
    """Only those that hold today."""
    kinds = {
        "labels": _("Product label"),
        "certificates": _("Certificate"),
        "test_results": _("Test result"),
        "trademarks": _("Trademark"),
        "declarations": _("Quality declaration"),
        "establishment": _("Paper of the establishment"),
    }
    return [
        {
            "kind": kinds[paper["list"]],
            "name": paper.get("mark") or paper["name"],
            "said": " · ".join(part for part in _said(paper) if part),
            "file": f"/tep/{paper['file']}" if paper.get("file") else "",
        }
        for paper in holding(papers, today)
    ]


def _said(paper: Mapping[str, Any]) -> list[str]:
    printed = paper.get("address_on_label", "")
    return [
        _("No. %(number)s") % {"number": paper["number"]} if paper["number"] else "",
        paper["issuer"],
        paper.get("result", ""),
        _("Address printed on the label: %(address)s") % {"address": printed} if printed else "",
        _("valid to %(date)s") % {"date": _day(paper["to"])} if paper["to"] else "",
    ]


def _approved(card: Mapping[str, Any]) -> dict[str, str] | None:
    found = card.get("approved")
    return {"by": found["by"], "on": _day(found["on"])} if found and found["by"] else None


def _maker_rows(maker: Mapping[str, Any], language: str, default_link: str) -> list[dict[str, str]]:
    foreign = language != "vi"
    return _rows(
        _row(_("Name"), maker["name"], foreign=foreign),
        _row(pgettext("scan page", "Kind"), maker["kind"][language]),
        _row(_("Address"), maker["address"], foreign=foreign),
        _row(_("Lines of business"), maker.get("lines", ""), foreign=foreign),
        _row(_("Introduction"), maker.get("introduction", ""), foreign=foreign),
        _row(_("Website"), maker.get("website", "")),
        _row(_("Page the producer chose for this code"), default_link),
        _row(_("Location code (GLN)"), maker["gln"]),
        _row(_("Taking part since"), _day(maker["since"])),
    )


def _journey(card: Mapping[str, Any], language: str) -> dict[str, Any]:
    steps = [_step(step, language) for step in card.get("journey", [])]
    length = card.get("journey_length", len(steps))
    return {
        "journey": steps[:FIRST_STEPS],
        "rest": steps[FIRST_STEPS:],
        "journey_length": length,
        "unseen": length - len(steps),
        "before": [_before(line, language) for line in card.get("before", [])],
        "back": [
            {
                "who": row["who"],
                "what": " · ".join(part for part in (row["what"], _lot(row["lot"]), _day(row["on"])) if part),
            }
            for row in card.get("back", [])
        ],
        "forward": [{"who": row["who"], "what": _day(row["on"])} for row in card.get("forward", [])],
        # A card of before this was kept knows nothing of it, which is not the same as that nothing was recorded.
        "shows_chain": "chain" in card,
        "chain": [
            {"did": row["did"][language], "what": " · ".join(part for part in (_day(row["on"]), row["place"]) if part)}
            for row in card.get("chain", [])
        ],
    }


def _before(line: Mapping[str, Any], language: str) -> dict[str, str]:
    """Who did what to the goods before they were this lot."""
    where = ", ".join(part for part in (line["who"], line["where"]) if part)
    if line.get("to_whom"):
        where = f"{line['who']} → {line['to_whom']}"
    times = _("%(n)s times, until %(day)s") % {"n": line["times"], "day": _day(line["to"])} if line["times"] > 1 else ""
    return {
        "iso": line["on"],
        "on": _day(line["on"]),
        "did": line["did"][language],
        "detail": " – ".join(part for part in (line["goods"], times) if part),
        "by": where,
    }


def _lot(number: str) -> str:
    return _("lot %(number)s") % {"number": number} if number else ""


def _step(step: Mapping[str, Any], language: str) -> dict[str, str]:
    by = ""
    if step["by"]:
        role = (step["role"] or {}).get(language, "")
        by = f"{role} {step['by']}" if role else _("Recorded by: %(who)s") % {"who": step["by"]}
        if step["for"]:
            by += " " + _("for %(who)s") % {"who": step["for"]}
    if step["corrected"]:
        by = ". ".join(part for part in (by.rstrip("."), pgettext("diary entry", "Corrected")) if part)
    return {
        "iso": step["on"],
        "on": _day(step["on"]),
        "did": step["did"][language],
        "detail": " – ".join(
            part
            for part in (step["what"], step["amount"], step["place"], step.get("details", {}).get(language))
            if part
        ),
        "by": by,
    }


def _day(iso: str | None) -> str:
    return vn_date(date.fromisoformat(iso)) if iso else ""
