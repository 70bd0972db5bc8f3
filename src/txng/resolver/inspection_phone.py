"""What an officer's phone asks at an inspection (/co-quan/kiem-tra/): a code, a pack to take along, a draft to keep."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.access import Actor, Permission
from txng.access.doors import for_everybody
from txng.access.gate import actor_of, for_agencies
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken
from txng.kernel.throttle import hit
from txng.oversight import actions, queries
from txng.oversight.actions.save_inspection_draft import Seen
from txng.oversight.code_filter import BYTES, CODES
from txng.oversight.forms import InspectionForm
from txng.oversight.inspection import CODES as CODES_OF_A_DRAFT
from txng.resolver import telling
from txng.resolver.models import Card
from txng.resolver.scanner import READER, may_read_codes, scanner_context
from txng.ui.templatetags.ui import theme_url

LOTS_SHOWN = 25
ASKED_A_MINUTE = 300
_FOLDER = "resolver/scanner"
SCRIPTS = ("inspect", "strip", "kept", "pack", "sounds", "stage", "camera", "reader", "links", "words")
SHEETS = (
    *("ui/vendor/tabler.min.css", "ui/base.css", "ui/parts.css", "ui/desk.css", "ui/print.css"),
    *(f"{_FOLDER}.css", "resolver/inspect.css"),
)
PICTURES = ("ui/icons.svg", "ui/img/mark.svg")


@require_safe
@for_agencies
def inspection_ask(request: HttpRequest) -> HttpResponse:
    """?ma=: what a code is worth, as JSON. Without a code: that somebody is signed in, and what their forms bear."""
    actor = actor_of(request)
    actor.require_verb(Permission.INSPECTION_RECORD)
    text = request.GET.get("ma", "").strip()[:300]
    if not text:
        return JsonResponse({"csrf": get_token(request), "who": _key(actor)})
    hit(f"inspection:{actor.user_id}", ASKED_A_MINUTE, 60)
    return JsonResponse(telling.tell(text).as_json())


@require_POST
@for_agencies
def inspection_send(request: HttpRequest) -> HttpResponse:
    """One draft out of a phone. It leaves the phone when this has answered that it stands."""
    actor = actor_of(request)
    actor.require_verb(Permission.INSPECTION_RECORD)
    at = now()
    try:
        sent = json.loads(request.body)
        if sent["who"] != _key(actor):
            raise RuleBroken(
                _("Somebody else scanned this on this phone. It waits until that person signs in."), code="other_person"
            )
        codes = [_arrived(one) for one in sent["codes"][: CODES_OF_A_DRAFT + 1]]
        draft = actions.save_inspection_draft(
            actor=actor,
            client_id=UUID(sent["client_id"]),
            place=str(sent.get("place", ""))[:300],
            note=str(sent.get("note", ""))[:5000],
            codes=codes,
            began_at=_moment(sent["began_at"]),
            pack_at=_moment(sent["pack_at"]) if sent.get("pack_at") else None,
            at=at,
        )
    except RuleBroken as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=409)
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"sentence": _("The draft cannot be read.")}, status=422)
    return JsonResponse(
        {
            "address": reverse("inspection-detail", args=[draft.pk]),
            "differences": sum(code.differs for code in draft.codes.all()),
        }
    )


def _arrived(one: dict[str, Any]) -> Seen:
    read = str(one["read"]).replace("\x00", "")[:300]
    told = str(one["told"])[:20]
    return telling.tell(read).seen(read, told=told, at=_moment(one["at"]), from_pack=one.get("from_pack") is True)


def _moment(text: str) -> datetime:
    found = parse_datetime(text)
    if found is None or found.tzinfo is None:
        raise ValueError(text)
    return found


def _key(actor: Actor) -> str:
    """Whose queue a phone holds; says nothing to who reads the phone's store."""
    return hashlib.sha256(f"inspection:{actor.user_id}:{actor.agency_id}".encode()).hexdigest()[:16]


# --- away from the network --------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_agencies
@may_read_codes
def inspection_pack(request: HttpRequest) -> HttpResponse:
    """Choose lots; the filter of their codes goes to the phone, which asks it where there is no network."""
    actor = actor_of(request)
    actor.require_verb(Permission.INSPECTION_RECORD)
    if request.method == "POST":
        return _pack(actor, {int(one) for one in request.POST.getlist("lo") if one.isdigit()})
    text = request.GET.get("tim", "").strip()[:100]
    lots = list(queries.lots_to_inspect(actor, text)[:LOTS_SHOWN])
    context = {**scanner_context(), "text": text, "lots": lots, "limit": LOTS_SHOWN, "most": CODES}
    return render(request, "resolver/inspections/pack.html", context)


def _pack(actor: Actor, lot_ids: set[int]) -> HttpResponse:
    at = now()
    try:
        made = actions.take_inspection_pack(actor=actor, lot_ids=lot_ids, at=at)
    except RuleBroken as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=409)
    cards = {card.lot_id: card for card in Card.objects.filter(lot_id__in=[lot.lot_id for lot in made.lots])}
    response = JsonResponse(
        {
            "at": at.isoformat(),
            "salt": made.salt_text,
            "bytes": BYTES,
            "codes": made.codes,
            "false_positives": made.false_positives,
            "lots": [
                {
                    "gtins": lot.gtins,
                    "hashes": base64.b64encode(lot.hashes).decode(),
                    **telling.tell_of_lot(cards[lot.lot_id].payload).as_json(),
                }
                for lot in made.lots
                if lot.lot_id in cards
            ],
        }
    )
    response["Content-Disposition"] = 'attachment; filename="bo-ma.json"'
    return response


@require_safe
@for_everybody
@may_read_codes
def inspection_shell(request: HttpRequest) -> HttpResponse:
    """The scanning page as a phone keeps it. Nobody's data stand in it."""
    return render(request, "resolver/inspections/shell.html", _shell())


@require_safe
@for_everybody
def inspection_worker(request: HttpRequest) -> HttpResponse:
    kept = {
        "version": _version(),
        "page": reverse("inspection-scan").rstrip("/"),
        "shell": reverse("inspection-shell"),
        "files": [*map(static, _files()), theme_url()],
        "later": [*map(static, READER)],
    }
    text = f"const KEPT = {json.dumps(kept)};\n{_read(f'{_FOLDER}/worker.js').decode()}"
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _shell() -> dict[str, Any]:
    return {**scanner_context(), "menu": [], "bar": None, "desk": {}, "shell": True, "form": InspectionForm()}


def _files() -> list[str]:
    return [*SHEETS, *PICTURES, *(f"{_FOLDER}/{name}.js" for name in SCRIPTS)]


def _version() -> str:
    told = hashlib.sha256(render_to_string("resolver/inspections/shell.html", _shell()).encode())
    for name in (*_files(), f"{_FOLDER}/worker.js"):
        told.update(_read(name))
    told.update("".join([theme_url(), *map(static, READER)]).encode())
    return told.hexdigest()[:16]


def _read(name: str) -> bytes:
    return Path(str(finders.find(name))).read_bytes()
