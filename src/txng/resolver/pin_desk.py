"""Xác nhận mã cào: the hidden number of a scratch stamp, answered in the looks of the scan page.

No cookie and no account: whoever scratched the stamp may say what stands there. The form carries the printed address
alone, which the keys open anew, so that a forged one costs no query. Outside views/, because a scan loads no verb.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from txng import provinces
from txng.access.actors import visitor
from txng.access.doors import for_everybody
from txng.kernel.clock import local_date, now
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.throttle import hit, network
from txng.resolver import codes, facts, networks, page, references
from txng.resolver.addresses import Kind, read_path
from txng.resolver.codes import Code
from txng.resolver.compression import compress
from txng.resolver.facts import Found
from txng.resolver.page import Answer
from txng.resolver.verdict import Facts, Look, decide
from txng.stamps.actions import confirm_pin
from txng.stamps.actions.confirm_pin import ALREADY, CONFIRMED
from txng.stamps.serials.pin import DIGITS
from txng.ui.formats import vn_date, vn_time

A_MINUTE = 30
WRONG, REFUSED = "wrong", "refused"
_LOOKS = {CONFIRMED: Look.GREEN, ALREADY: Look.AMBER, WRONG: Look.AMBER, REFUSED: Look.AMBER}
_TYPED = re.compile(r"[0-9]([ .\-]?[0-9]){7}")  # as people write a long number


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    outcome: str
    sentence: str
    again: bool = False  # another try makes sense

    @property
    def title(self) -> str:
        return {
            CONFIRMED: _("The hidden number is right"),
            ALREADY: _("The hidden number was confirmed before"),
            WRONG: _("The number is not right"),
            REFUSED: _("Not confirmed"),
        }[self.outcome]


@csrf_exempt  # no cookie says who asks here, so a foreign page has nothing to ride on
@for_everybody
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    hit(f"pin:{network(request)}", A_MINUTE, 60)
    at = now()
    scanned = request.POST.get("ma", "")[:100]
    code = _code(scanned)
    found = facts.by_code([code]) if code else facts.NOTHING
    if found.code is None or found.stamp_class != "scratch":
        nothing = Facts(today=local_date(at))
        response = page.respond(request, Answer(verdict=decide(nothing), facts=nothing))
    else:
        with override(page.language_of(request)):
            province = networks.province_of(request.META.get("REMOTE_ADDR", ""))
            told = tell(found.code, request.POST.get("pin", ""), at=at, province=province)
            response = _page(request, told, scanned, found)
    response["Cache-Control"] = "private, no-store"
    return response


def _code(scanned: str) -> Code | None:
    asked = read_path(scanned)
    if asked.kind is Kind.ITEM:
        return codes.open_item(asked.gtin, asked.serial)
    return codes.open_roll(asked.serial) if asked.kind is Kind.TYPED else None


def tell(code: Code, typed: str, *, at: datetime, province: str = "") -> Told:
    """What becomes of the typed number, in a sentence. One that is no eight digits is no try."""
    typed = typed.strip()
    if not _TYPED.fullmatch(typed):
        sentence = _("The hidden number has %(n)s digits. Look again.") % {"n": DIGITS}
        return Told(outcome=WRONG, sentence=sentence, again=True)
    try:
        answer = confirm_pin(
            actor=visitor(),
            version=code.version,
            tweak=code.tweak,
            counter=code.counter,
            pin=re.sub("[^0-9]", "", typed),
            province=province,
            at=at,
        )
    except (RuleBroken, NotThere) as refusal:
        return Told(outcome=REFUSED, sentence=str(refusal))
    if answer.outcome == CONFIRMED:
        sentence = _("This is the first time that the hidden number of this stamp was confirmed.")
    elif answer.outcome == ALREADY:
        sentence = _already(answer.confirmed_at, answer.province)
    else:
        left = ngettext("%(n)s try left today.", "%(n)s tries left today.", answer.tries_left)
        sentence = _("These 8 digits do not belong to this stamp.") + " " + left % {"n": answer.tries_left}
    return Told(outcome=answer.outcome, sentence=sentence, again=answer.outcome == WRONG and answer.tries_left > 0)


def _already(at: datetime | None, place: str) -> str:
    values = {"time": vn_time(at), "day": vn_date(at), "place": place}
    if place:
        return (
            _(
                "It was confirmed at %(time)s, %(day)s, in %(place)s. "
                "If that was not you and the layer was whole, please tell us."
            )
            % values
        )
    return (
        _("It was confirmed at %(time)s, %(day)s. If that was not you and the layer was whole, please tell us.")
        % values
    )


def _page(request: HttpRequest, told: Told, scanned: str, found: Found) -> HttpResponse:
    language = page.language_of(request)
    look = _LOOKS[told.outcome]
    prefix = "" if language == "vi" else "/en"
    reference = references.sign(
        raw=scanned,
        verdict=f"pin_{told.outcome}",
        establishment_id=found.establishment_id,
        product_id=found.product_id,
        lot_id=found.lot_id,
    )
    html = render_to_string(
        "resolver/pin.html",
        {
            "css": SafeString(page.style()),
            "lang": language,
            "prefix": prefix,
            "who": provinces.current().identity,
            "look": look.value,
            "green": look is Look.GREEN,
            "told": told,
            "pin_of": scanned,
            "report": f"{prefix}/phan-anh/?tham-chieu={quote(reference)}",
            "asked_language": "ngon-ngu" in request.GET,
        },
    )
    response = HttpResponse(html, status=200 if told.outcome in (CONFIRMED, ALREADY) else 422)
    response["Content-Language"] = language
    response["Content-Security-Policy"] = page.policy()
    return compress(request, response)
