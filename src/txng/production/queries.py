"""Questions about sites, lots, the diary and the steps on either side, limited to the actor's reach."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from txng.access import Actor, Permission
from txng.kernel.sorting import by_number
from txng.kernel.text import fold
from txng.ledger.queries import history_of
from txng.production.events import ProductionEvent
from txng.production.lot_numbers import LETTERS, first_free, lot_number, nth_of
from txng.production.models import (
    BY_TIME_DONE,
    DiaryEntry,
    Handover,
    Lot,
    Material,
    Partner,
    Receipt,
    SheetRun,
    Shipment,
    Site,
    StockKind,
    StockMove,
    Worker,
)
from txng.production.work import WORK


def sites_of(actor: Actor) -> QuerySet[Site]:
    """What is in use; archived ones are offered nowhere."""
    return every_site_of(actor).filter(archived_at=None)


def every_site_of(actor: Actor) -> QuerySet[Site]:
    found = Site.objects.filter(actor.reach(Permission.PRODUCTION_READ)).select_related("unit")
    return found.order_by(by_number("name"), "id")


def every_material_of(actor: Actor) -> QuerySet[Material]:
    found = Material.objects.filter(actor.reach(Permission.PRODUCTION_READ))
    return found.select_related("photo").order_by("name", "id")


def every_partner_of(actor: Actor) -> QuerySet[Partner]:
    return Partner.objects.filter(actor.reach(Permission.PRODUCTION_READ)).order_by("name", "id")


def every_worker_of(actor: Actor) -> QuerySet[Worker]:
    return Worker.objects.filter(actor.reach(Permission.WORKER_READ)).order_by("name", "id")


def received_of(actor: Actor) -> QuerySet[StockMove]:
    """What came into stock of materials and was not taken back, the newest first."""
    return (
        StockMove.objects.filter(
            actor.reach(Permission.PRODUCTION_READ), kind=StockKind.RECEIVE, takes_back=None, taken_back_by=None
        )
        .select_related("partner")
        .prefetch_related("lines__material_lot__material", "lines__site")
        .order_by("-done_on", "-id")
    )


def runs_of(actor: Actor, sheet: str = "") -> QuerySet[SheetRun]:
    """Imports from Excel of the establishment one acts for; who reads them may read the list they fill."""
    found = SheetRun.objects.filter(establishment_id=actor.establishment_id or 0)
    return (found.filter(sheet=sheet) if sheet else found).select_related("job").order_by("-id")


def materials_of(actor: Actor, text: str = "") -> QuerySet[Material]:
    """What is in use, by name; every word of `text` stands in its name, its ingredient or its maker."""
    found = Material.objects.filter(actor.reach(Permission.PRODUCTION_READ), archived_at=None)
    for word in fold(text[:200]).split():
        found = found.filter(plain_name__contains=word)
    return found.select_related("photo").order_by("name", "id")


def partners_of(actor: Actor) -> QuerySet[Partner]:
    return every_partner_of(actor).filter(archived_at=None)


def lots_of(actor: Actor) -> QuerySet[Lot]:
    """The newest first."""
    return (
        Lot.objects.filter(actor.reach(Permission.PRODUCTION_READ))
        .select_related("product", "site", "establishment")
        .order_by("-opened_on", "-id")
    )


def running(lots: QuerySet[Lot]) -> QuerySet[Lot]:
    """Those that still go on."""
    return lots.filter(closed_at=None, cancelled_at=None)


def with_diary_figures(lots: QuerySet[Lot]) -> QuerySet[Lot]:
    """Each lot with `entries` and `last_done_on` of what counts in its diary."""
    counts = Q(diary__corrections=None)
    return lots.annotate(
        entries=Count("diary", filter=counts, distinct=True), last_done_on=Max("diary__done_on", filter=counts)
    )


def matching(lots: QuerySet[Lot], text: str) -> QuerySet[Lot]:
    """By number, or by every word of the product's name."""
    words = fold(text[:200]).split()
    if not words:
        return lots
    named = Q()
    for word in words:
        named &= Q(product__plain_name__contains=word)
    return lots.filter(named | Q(number__startswith=text.strip().upper()))


def suggested_number(establishment_id: int, day: date) -> str:
    """The next number of that day, counted over the establishment: no two lots of a day look alike."""
    own = Lot.objects.filter(establishment_id=establishment_id).order_by()
    lettered = own.filter(number__in=[lot_number(day, nth) for nth in range(1, LETTERS + 1)])
    taken = set(lettered.values_list("number", flat=True))
    if len(taken) == LETTERS:
        # Whoever opens thousands a day is not kept waiting for the list of them.
        counted = own.filter(number__startswith=f"{lot_number(day, LETTERS)}-", number__regex=r"-[1-9][0-9]{0,5}$")
        last = counted.order_by(Length("number").desc(), "-number").values_list("number", flat=True).first()
        return lot_number(day, 1 + max(LETTERS, nth_of(last) if last else 0))
    return first_free(day, taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryLine:
    """One entry as it stands in the diary today."""

    entry: DiaryEntry
    replaced_by: DiaryEntry | None = None
    replaces: DiaryEntry | None = None
    reason: str = ""  # why it was corrected

    @property
    def counts(self) -> bool:
        return self.replaced_by is None

    @property
    def is_incomplete(self) -> bool:
        return self.state == "incomplete"

    @property
    def state(self) -> str:
        """Derived, the row never changes (names.md 2, Diary entry)."""
        if not self.counts:
            return "corrected"
        needs = WORK[self.entry.activity].needs
        if (needs == "what" and not self.entry.what) or (needs == "quantity" and self.entry.quantity is None):
            return "incomplete"
        return "recorded"


def diary_of(lot: Lot) -> list[DiaryLine]:
    """The diary by day, corrected entries kept beside what corrects them (ux.md D10)."""
    entries = list(lot.diary.select_related("site", "photo", "voice", "lot__product").order_by(*BY_TIME_DONE))
    by_id = {entry.pk: entry for entry in entries}
    replaced_by = {entry.corrects_id: entry for entry in entries if entry.corrects_id}
    reasons = _reasons(lot) if replaced_by else {}
    return [
        DiaryLine(
            entry=entry,
            replaced_by=replaced_by.get(entry.pk),
            replaces=by_id.get(entry.corrects_id) if entry.corrects_id else None,
            reason=reasons.get(entry.pk, ""),
        )
        for entry in entries
    ]


def _reasons(lot: Lot) -> dict[int, str]:
    """Why each entry was corrected, by the id of the wrong one."""
    told = history_of(lot).filter(kind=ProductionEvent.DIARY_CORRECTED.value)
    return {int((entry.before or {}).get("entry_id", 0)): entry.reason for entry in told}


def counting_entries(lot: Lot, activities: Collection[str] | None = None) -> list[DiaryEntry]:
    """The entries that hold: those no other entry corrects."""
    corrected = DiaryEntry.objects.filter(corrects=OuterRef("pk"))
    entries = lot.diary.filter(~Exists(corrected)).order_by(*BY_TIME_DONE)
    return list(entries if activities is None else entries.filter(activity__in=activities))


def entries_within(actor: Actor) -> QuerySet[DiaryEntry]:
    return (
        DiaryEntry.objects.filter(actor.reach(Permission.PRODUCTION_READ))
        .select_related("lot__product", "site", "photo")
        .order_by("id")
    )


def last_entries(lot: Lot) -> dict[str, DiaryEntry]:
    """The newest entry of each activity of a lot: what its tiles remember."""
    found: dict[str, DiaryEntry] = {}
    for entry in reversed(counting_entries(lot)):
        found.setdefault(entry.activity, entry)
    return found


def last_like(lot: Lot, activity: str) -> DiaryEntry | None:
    """What to pre-fill: the last such entry of this lot, else of another lot of the establishment."""
    corrected = DiaryEntry.objects.filter(corrects=OuterRef("pk"))
    alike = DiaryEntry.objects.filter(~Exists(corrected), establishment_id=lot.establishment_id, activity=activity)
    return alike.filter(lot=lot).order_by("-done_on", "-id").first() or alike.order_by("-done_on", "-id").first()


def used_before(lot: Lot, activity: str, limit: int = 8) -> list[str]:
    """Names of materials typed before, the newest first: offered beside the box."""
    rows = (
        DiaryEntry.objects.filter(establishment_id=lot.establishment_id, activity=activity)
        .exclude(what="")
        .values("what")
        .annotate(last=Max("id"))
        .order_by("-last")
    )
    return [row["what"] for row in rows[:limit]]


def steps_back(lot: Lot) -> QuerySet[Receipt]:
    """One step back: what came in, and from whom."""
    return lot.receipts.select_related("partner", "handover").order_by("received_on", "id")


def steps_forward(lot: Lot) -> QuerySet[Shipment]:
    """One step forward: where the goods went."""
    return lot.shipments.select_related("partner", "stock_move", "handover").order_by("shipped_on", "id")


_BOTH_SIDES = ("lot__product", "establishment__unit", "receiver__unit", "to_site__unit", "partner", "receipt__lot")


def outgoing_of(actor: Actor) -> QuerySet[Handover]:
    """What the actor's establishment has sent by scanning, the newest first."""
    return _handovers(actor).filter(establishment_id=actor.establishment_id or 0)


def incoming_of(actor: Actor) -> QuerySet[Handover]:
    """Hàng đến: what others have sent to the actor's establishment, the newest first."""
    return _handovers(actor).filter(receiver_id=actor.establishment_id or 0)


def handovers_of(actor: Actor) -> QuerySet[Handover]:
    """Either side's; for everybody else there is none."""
    own = actor.establishment_id or 0
    return _handovers(actor).filter(Q(establishment_id=own) | Q(receiver_id=own))


def _handovers(actor: Actor) -> QuerySet[Handover]:
    # The receiver's own reach does not cover a row that stands with the giver: whose it is says enough.
    found = Handover.objects.all() if actor.holds(Permission.PRODUCTION_READ) else Handover.objects.none()
    return found.select_related(*_BOTH_SIDES).order_by("-id")


def days_before(day: date, days: int) -> date:
    return day - timedelta(days=days)


def silent_lots(actor: Actor, *, since: date) -> list[Lot]:
    """Lots in production of which nothing has been written since that day (“chưa ghi 3 ngày”)."""
    lots = with_diary_figures(running(lots_of(actor))).filter(on_sale_since=None, packed_on=None)
    return [lot for lot in lots if (lot.last_done_on or lot.opened_on) <= since]  # type: ignore[attr-defined]
