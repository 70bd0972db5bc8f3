"""A scan: one row read, one line written, one answer (architecture 3.9).

Nothing of the back office is loaded here (import contract); what a page says was put on the card beforehand.
"""

from __future__ import annotations

import logging
import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe

from txng.access.doors import for_everybody
from txng.kernel.clock import local_date, now
from txng.kernel.throttle import count, hit, network
from txng.kernel.waiting import wait_at_most
from txng.resolver import alarms, locally, page, pins, recording, references, sessions
from txng.resolver.addresses import Asked, Kind, encoded_again, read_path, read_typed
from txng.resolver.facts import Found
from txng.resolver.finding import find
from txng.resolver.knowing import facts_of, scan_of, with_count, worth
from txng.resolver.links import answers as links
from txng.resolver.page import Answer
from txng.resolver.scanlines import Scan, Seen
from txng.resolver.verdict import TEST, UNAVAILABLE, Facts, decide
from txng.stamps.serials import KeyFileRefused, NoKey

log = logging.getLogger("txng.resolver")

TYPED_A_MINUTE = 30
WRONG_AN_HOUR = 50
PATIENCE = 1.0  # seconds each question of a scan waits for its answer
FALLEN = (OperationalError, InterfaceError, InternalError)  # the last: it takes no line (a standby, a full disk)
AWAY = (*FALLEN, NoKey, KeyFileRefused)


@for_everybody
@require_http_methods(["GET", "HEAD", "OPTIONS"])
def scan(request: HttpRequest, link: str) -> HttpResponse:
    """/01/…, /t/… and the other addresses a QR code carries."""
    wire = wire_path(request)
    asked = read_path(wire)
    if request.method == "OPTIONS":
        return links.preflight()
    if page.REPORT in request.GET:
        return _to_complaint_form(request, asked, wire.partition("?")[0])
    answered = _linkset(request, asked, wire) if links.wants_linkset(request) else _answer(request, asked, raw=wire)
    return links.dressed(request, wire, asked, answered)


@for_everybody
@require_safe
def typed(request: HttpRequest) -> HttpResponse:
    """/q?ma=: what somebody typed, answered by the same pages."""
    text = request.GET.get("ma", "")
    hit(f"typed:{network(request)}", TYPED_A_MINUTE, 60)
    if page.REPORT in request.GET:
        return _to_complaint_form(request, read_typed(text), text)
    return _answer(request, read_typed(text), raw=text, typed=True)


def wire_path(request: HttpRequest) -> str:
    """The address as it was sent where the server keeps it, else written again from its decoded form."""
    for name in ("REQUEST_URI", "RAW_URI"):
        if (raw := request.META.get(name, "")).startswith("/"):
            return str(raw)
    query = request.META.get("QUERY_STRING", "")
    return encoded_again(request.path_info) + (f"?{query}" if query else "")


def _linkset(request: HttpRequest, asked: Asked, wire: str) -> HttpResponse:
    """For programs: no scan is counted, and nothing is told of a code but what a scan would show."""
    try:
        with wait_at_most(PATIENCE):
            return links.linkset_answer(request, wire, asked, _find(request, asked))
    except AWAY as error:
        log.error("a linkset could not be answered: %s", error)
        return links.unavailable(request)


def _answer(request: HttpRequest, asked: Asked, *, raw: str, typed: bool = False) -> HttpResponse:
    at, told = now(), request.META.get("txng.known", {})
    token = None if "seen" in told else uuid.uuid4()  # the front door has written it down
    # The front door knows the database to be away, or a scan a moment ago did: waiting for it helps nobody.
    if (told.get("away") or locally.is_away()) and locally.is_kept():
        return _without_database(request, asked, raw, at, token, typed=typed)
    try:
        with wait_at_most(PATIENCE):
            return _counted(request, asked, raw, at, told, token, typed=typed)
    except AWAY as error:
        log.error("a scan is answered without the database: %s", error)
        if isinstance(error, FALLEN):
            locally.database_fell()
        return _without_database(request, asked, raw, at, token, typed=typed)


def _counted(
    request: HttpRequest, asked: Asked, raw: str, at: datetime, told: Any, token: uuid.UUID | None, *, typed: bool
) -> HttpResponse:
    visit = sessions.visit(request, at)
    found = _find(request, asked)
    known = facts_of(found, today=local_date(at), malformed=asked.kind is Kind.MALFORMED)
    verdict = TEST if asked.kind is Kind.TEST else decide(known)
    other = None if typed else links.elsewhere(request, raw, asked, found, verdict)
    scan = scan_of(at, raw, verdict, found, visit)
    if other is not None and not found.level and other.status_code < 400:
        return other
    seen = Seen.of(told["seen"]) if "seen" in told else recording.write_down(scan, token)
    if other is not None:
        return other
    if seen is not None and found.level == "item":
        known = with_count(known, seen, found.card.get("product", {}).get("keeps", ""))
        verdict = decide(known)
        if verdict.id != scan.verdict:
            recording.tell(scan._replace(at=told.get("at", scan.at)), verdict.id)
            alarms.note_scan(scan, seen)
    if verdict.id == "not_found" and asked.serial:
        _watch_for_guessing(request)
    answer = Answer(
        verdict=verdict,
        facts=known,
        found=found,
        shown=asked.shown,
        typed=typed,
        sixteen=asked.sixteen and typed,
        pin_of=pins.asked_of(found, verdict, asked.serial),
    )
    return _with_caching(request, answer)


def _without_database(
    request: HttpRequest, asked: Asked, raw: str, at: datetime, token: uuid.UUID | None, *, typed: bool
) -> HttpResponse:
    """From the card store, saying since when; the scan is kept, under the token it may have been written with already
    (none: it was). Where the store cannot tell, neither do we."""
    try:
        found, as_of = locally.find(asked)
    except (locally.NotKnown, *AWAY):
        return _unavailable(request, asked)
    known = replace(facts_of(found, today=local_date(at), malformed=asked.kind is Kind.MALFORMED), counted=False)
    verdict = TEST if asked.kind is Kind.TEST else decide(known)
    if token is not None:
        _keep(scan_of(at, raw, verdict, found, sessions.visit(request, at, away=True)), token)
    answer = Answer(
        verdict=verdict,
        facts=known,
        found=found,
        shown=asked.shown,
        typed=typed,
        sixteen=asked.sixteen and typed,
        as_of=as_of,
    )
    response = page.respond(request, answer)
    response["Cache-Control"] = "private, no-store"
    return response


def _keep(scan: Scan, token: uuid.UUID) -> None:
    try:
        recording.keep(scan, token)
    except OSError as error:
        log.critical("a scan could not be kept: %s", error)


def _find(request: HttpRequest, asked: Asked) -> Found:
    """Each guess is counted wherever it comes from."""
    return find(asked, before_guessing=lambda: hit(f"guess:{network(request)}", TYPED_A_MINUTE, 60))


def _watch_for_guessing(request: HttpRequest) -> None:
    """names.md 5: more than fifty wrong serials from one network in an hour are worth a look. Whose network it is
    stays out of the log; the lines of that hour tell what was tried."""
    if count(f"wrong:{network(request)}", 3600) == WRONG_AN_HOUR + 1:
        log.warning("more than %s wrong serials from one network within an hour", WRONG_AN_HOUR)


def _to_complaint_form(request: HttpRequest, asked: Asked, raw: str) -> HttpResponse:
    """With what the code is worth now, signed; nobody's scan, but a guess like any other. While the database is away
    the form gets the code alone."""
    try:
        with wait_at_most(PATIENCE):
            found = _find(request, asked)
            verdict, _known = worth(asked, found, local_date(now()))
    except AWAY as error:
        log.error("a report begins without what its code is worth: %s", error)
        told = {"ma": raw[:300]}
    else:
        if verdict.id == "not_found" and asked.serial:
            _watch_for_guessing(request)
        reference = references.sign(
            raw=raw[:300],
            verdict=verdict.id,
            establishment_id=found.establishment_id,
            product_id=found.product_id,
            lot_id=found.lot_id,
        )
        told = {"tham-chieu": reference}
    prefix = "/en" if request.GET[page.REPORT] == "en" else ""
    response = HttpResponseRedirect(f"{prefix}/phan-anh/?{urlencode(told)}")
    response["Cache-Control"] = "private, no-store"
    return response


def _with_caching(request: HttpRequest, answer: Answer) -> HttpResponse:
    """The answer to a serial is never kept: every scan of it counts. A product's or lot's page may be asked for again
    by its tag; the tag names the card, the day (goods expire) and all that shapes the page."""
    found = answer.found
    if found.level not in ("product", "lot") or found.rebuilt_at is None:
        response = page.respond(request, answer)
        response["Cache-Control"] = "private, no-store"
        return response
    language = page.language_of(request)
    parts = (found.card_key, found.rebuilt_at, answer.facts.today, language, answer.verdict.id, page.policy())
    tag = references.tag(*parts, request.get_full_path())
    if tag in [one.strip() for one in request.META.get("HTTP_IF_NONE_MATCH", "").split(",")]:
        response = HttpResponseNotModified()
        patch_vary_headers(response, ["Accept-Language", "Accept-Encoding"])
    else:
        response = page.respond(request, answer)
    response["ETag"] = tag
    response["Cache-Control"] = "public, max-age=0, s-maxage=30, must-revalidate"
    return response


def _unavailable(request: HttpRequest, asked: Asked) -> HttpResponse:
    answer = Answer(verdict=UNAVAILABLE, facts=Facts(today=local_date(now())), shown=asked.shown)
    response = page.respond(request, answer)
    response["Retry-After"] = "120"
    response["Cache-Control"] = "no-store"
    return response
