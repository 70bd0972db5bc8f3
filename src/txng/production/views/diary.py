"""Nhật ký: tile, check, save. Done in two or three taps, on any phone, without a script (ux.md 4.4 P3, W7)."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.access import Actor, Permission
from txng.access.gate import actor_of, for_establishments
from txng.kernel.clock import now, today
from txng.kernel.errors import NotThere, RuleBroken
from txng.production import actions, queries
from txng.production.diary import reading
from txng.production.diary.tiles import Tile, tile_for, tiles_of
from txng.production.forms.diary import DiaryForm
from txng.production.forms.use import value_of
from txng.production.models import Activity, DiaryEntry, Lot, Site
from txng.production.templatetags.production import in_short
from txng.production.uses import fitting
from txng.production.views.uses import say_what_follows, used_last
from txng.production.work import WORK

FIELD_OF = {
    "future": "done_on",
    "before_opening": "done_on",
    "date_order": "done_on",
    "expiry": "expires_on",
    "quantity": "quantity",
    "reason_missing": "reason",
    "activity": "activity",
    "too_many_entries": "on_behalf_of",
}
RECENT = 8


@require_safe
@for_establishments
def home(request: HttpRequest) -> HttpResponse:
    """The tiles of one lot; with several lots the one written in last is open, or the one at the sign scanned."""
    actor = actor_of(request)
    actor.require_verb(Permission.DIARY_WRITE)
    everywhere = reading.writable_lots(actor)
    place = _place(request, actor)
    lots = everywhere if place is None else reading.at_place(everywhere, place)
    lot = _chosen(request, lots)
    context: dict[str, Any] = {"lots": lots, "lot": lot, "today": today(), "place": place, "elsewhere": everywhere}
    context["waiting"] = reading.incomplete(reading.entries_of(actor)).count()
    # A page that answers a form stays the server's: the phone's own page does not take its message away.
    context["answers"] = "da-ghi" in request.GET
    if lot is not None:
        entries = queries.counting_entries(lot)
        context["tiles"] = tiles_of(lot, today(), entries)
        context["again"] = reading.to_repeat(entries, today())
        context["again_id"] = uuid4()
        context["lines"] = sorted(queries.diary_of(lot), key=lambda line: line.entry.pk, reverse=True)[:RECENT]
    return render(request, "production/diary/home.html", context)


def _place(request: HttpRequest, actor: Actor) -> Site | None:
    """The place whose sign was scanned: its number, or the code printed on it."""
    wanted = request.GET.get("noi", "")
    if not wanted:
        return None
    sites = queries.sites_of(actor)
    by_number = wanted.isdecimal() and len(wanted) < 18
    return get_object_or_404(sites, id=wanted) if by_number else get_object_or_404(sites, site_code=wanted.upper()[:8])


def _chosen(request: HttpRequest, lots: list[Any]) -> Lot | None:
    wanted = request.GET.get("lo", "")
    if wanted:
        found = next((lot for lot in lots if str(lot.pk) == wanted), None)
        if found is None:
            # Ended lots take no new entries; foreign ones are not there.
            raise NotThere(_("Not found."))
        return found
    return lots[0] if lots else None


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def write(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    lot, activity = asked_for(actor, request.GET)
    tile = tile_for(lot, activity, today())
    form = diary_form(actor, lot, activity, request.POST or None, request.FILES or None, initial=_prefilled(lot, tile))
    if request.method == "POST" and form.is_valid():
        try:
            entries = carry_out(actor, lot, form)
        except RuleBroken as refusal:
            refuse(form, refusal)
        else:
            return _told(request, entries)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "lot": lot, "tile": tile, "used": queries.used_before(lot, activity)}
    return render(request, "production/diary/write.html", context, status=status)


@require_POST
@for_establishments
def again(request: HttpRequest, entry_id: int) -> HttpResponse:
    """“Như hôm qua”: the same once more, today, in one tap; of an act on several lots, on those that still go on."""
    actor = actor_of(request)
    entry = get_object_or_404(reading.entries_of(actor), id=entry_id)
    actor.require(Permission.DIARY_WRITE, entry)
    alike = reading.group_of(entry)
    running = [one.lot_id for one in alike if not one.lot.closed_at and not one.lot.cancelled_at]
    at = now()
    try:
        entries = actions.write_diary_for_lots(
            actor=actor,
            lot_ids=running or [entry.lot_id],
            names=[one.on_behalf_of for one in alike],
            activity=entry.activity,
            done_on=today(),
            done_at=at,
            at=at,
            what=entry.what,
            quantity=entry.quantity,
            quantity_unit=entry.quantity_unit,
            site_id=entry.site_id,
            client_id=_uuid(request.POST.get("client_id", "")),
        )
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("diary-home")
    return _told(request, entries)


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _told(request: HttpRequest, entries: list[DiaryEntry]) -> HttpResponse:
    messages.success(request, told(entries))
    say_what_follows(request, entries[0])
    return redirect(f"{reverse('diary-home')}?lo={entries[0].lot_id}&da-ghi={entries[0].pk}")


def told(entries: list[DiaryEntry]) -> str:
    what = in_short(entries[0])
    if len(entries) == 1:
        return _("Written down: %(what)s.") % {"what": what}
    several = ngettext("Written down %(n)s entry: %(what)s.", "Written down %(n)s entries: %(what)s.", len(entries))
    return several % {"n": len(entries), "what": what}


def asked_for(actor: Actor, asked: QueryDict) -> tuple[Lot, str]:
    """The lot and the activity, which stand in the address so that a tile is a plain link."""
    lot_id, activity = asked.get("lo", ""), asked.get("viec", "")
    if not (lot_id.isdecimal() and len(lot_id) < 18 and activity in Activity.values):
        raise NotThere(_("Not found."))
    lot = get_object_or_404(queries.lots_of(actor), id=lot_id)
    actor.require(Permission.DIARY_WRITE, lot)
    return lot, activity


def diary_form(
    actor: Actor, lot: Lot, activity: str, data: Any = None, files: Any = None, *, initial: dict[str, Any] | None = None
) -> DiaryForm:
    """The form of one tile, on a page as on a phone."""
    return DiaryForm(
        data,
        files,
        activity=activity,
        lot=lot,
        sites=queries.sites_of(actor).filter(establishment_id=lot.establishment_id),
        materials=fitting(queries.materials_of(actor), activity),
        other_lots=[other for other in reading.writable_lots(actor) if other.pk != lot.pk],
        known_households=reading.households(lot.establishment_id),
        initial=initial,
    )


def carry_out(actor: Actor, lot: Lot, form: DiaryForm, *, done_at: Any = None) -> list[DiaryEntry]:
    """What the form says, written down; raises RuleBroken."""
    at, concerns = now(), form.concerns
    return actions.write_diary_for_lots(
        actor=actor,
        lot_ids=[lot.pk, *concerns["others"]],
        names=concerns["names"],
        activity=form.work.activity.value,
        at=at,
        done_at=done_at or at,
        **form.written,
    )


def _prefilled(lot: Lot, tile: Tile) -> dict[str, Any]:
    """Today, this place, and what was used last time or is due now: often only “Lưu” is left to press."""
    elsewhere = None if tile.last or tile.due else queries.last_like(lot, tile.work.activity.value)
    if elsewhere is not None:
        tile = Tile(work=tile.work, last=elsewhere)
    return {
        "client_id": uuid4(),
        "done_on": today(),
        "site": lot.site_id,
        "what": tile.what,
        "quantity": tile.quantity,
        "quantity_unit": tile.quantity_unit or WORK[tile.work.activity].unit,
    } | _material(tile)


def _material(tile: Tile) -> dict[str, Any]:
    """The one the process names, else the one used last."""
    if tile.due is not None and tile.due.material_id:
        return {"material": value_of(tile.due.material_id)}
    return used_last(tile.last)


def refuse(form: DiaryForm, refusal: RuleBroken) -> None:
    field = FIELD_OF.get(refusal.code)
    form.refuse(refusal, field if field in form.fields else None)
