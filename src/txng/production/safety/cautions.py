"""What is said beside an entry, and never refused: it may be a slip of the pen (ux.md 1.6: plausibility)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from txng.kernel.text import fold
from txng.production.banned import banned
from txng.production.models import Activity, DiaryEntry, Lot, Material, MaterialLot, MaterialUse
from txng.production.queries import counting_entries
from txng.production.safety.conflicts import banned_in_words, expired_in, gathered, inside_sentence
from txng.production.safety.permitted import is_permitted, list_on
from txng.production.stock.booking import amount
from txng.production.uses import allowed_from, counting_uses, wait_days_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    code: str
    sentence: str
    quiet: bool = False  # told in small: a list may be older than the label


def warnings_for(
    lot: Lot,
    activity: str,
    material: Material | None,
    dose: Decimal | None,
    done_on: date,
    *,
    dose_unit: str = "",
    material_lot: MaterialLot | None = None,
) -> list[Caution]:
    """Of work as it is about to be written down."""
    found: list[Caution] = []
    if activity == Activity.HARVEST:
        found += _inside(lot, done_on)
    if material is None:
        return found
    if ingredient := banned(f"{material.active_ingredient} , {material.name}", kind=material.kind, on=done_on):
        found.append(Caution(code="banned", sentence=_("%(name)s is banned.") % {"name": ingredient.name}))
    if material_lot is not None and material_lot.expires_on is not None and material_lot.expires_on < done_on:
        found.append(
            Caution(
                code="expired",
                sentence=_("%(material)s expired on %(day)s.")
                % {"material": material_lot, "day": _day(material_lot.expires_on)},
            )
        )
    found += _dose(material, dose, dose_unit)
    found += _harvested_already(lot, material.name, allowed_from(wait_days_of(material), done_on), done_on)
    found += not_listed(material.kind, material.name, material.registration_number, done_on)
    return found


def cautions_of(entry: DiaryEntry) -> list[Caution]:
    """Of an entry as it was written: for who wrote it, and for who looks the lot over."""
    found: list[Caution] = []
    if entry.activity == Activity.HARVEST:
        found += _inside(entry.lot, entry.done_on)
    uses = list(entry.uses.select_related("entry__lot", "material", "material_lot", "stock_move").order_by("place"))
    for use in uses:
        found += cautions_of_use(use)
    if not uses and (ingredient := banned_in_words(entry)):
        found.append(Caution(code="banned", sentence=_("%(name)s is banned.") % {"name": ingredient}))
    return found


def cautions_of_use(use: MaterialUse) -> list[Caution]:
    entry, found = use.entry, []
    if ingredient := banned(f"{use.active_ingredient} , {use.name}", kind=use.material.kind, on=entry.done_on):
        found.append(Caution(code="banned", sentence=_("%(name)s is banned.") % {"name": ingredient.name}))
    if expired := expired_in(use):
        found.append(Caution(code="expired", sentence=expired))
    found += _dose(use.material, use.dose, use.dose_unit)
    found += _harvested_already(entry.lot, use.name, use.harvest_allowed_from, entry.done_on)
    found += not_listed(use.material.kind, use.name, use.registration_number, entry.done_on)
    return found


def _inside(lot: Lot, done_on: date) -> list[Caution]:
    uses = counting_uses().filter(entry__lot=lot, entry__done_on__lte=done_on, harvest_allowed_from__gt=done_on)
    return [
        Caution(code="phi", sentence=inside_sentence(use, done_on))
        for use in uses.select_related("entry").order_by("entry__done_on", "id")
    ]


def _harvested_already(lot: Lot, name: str, allowed: date | None, done_on: date) -> list[Caution]:
    """Written down late: the harvest it should have waited for stands in the diary."""
    if allowed is None:
        return []
    days = [one.done_on for one in gathered(counting_entries(lot)) if done_on <= one.done_on < allowed]
    return [
        Caution(
            code="phi",
            sentence=_("The harvest of %(harvest)s lies inside the waiting time of %(material)s: allowed from %(day)s.")
            % {"harvest": _day(day), "material": name, "day": _day(allowed)},
        )
        for day in days[:1]
    ]


def _dose(material: Material, dose: Decimal | None, dose_unit: str) -> list[Caution]:
    """Compared only where both are said in the same measure: nobody can tell “2 nắp” from “40 ml”."""
    if dose is None or (dose_unit and fold(dose_unit) != fold(material.dose_unit)):
        return []
    words = {"dose": amount(dose), "material": material.name, "unit": material.dose_unit}
    if material.dose_high is not None and dose > material.dose_high:
        sentence = _("The dose %(dose)s is above the label of %(material)s: at most %(limit)s %(unit)s.")
        return [Caution(code="dose_high", sentence=(sentence % (words | {"limit": amount(material.dose_high)})))]
    if material.dose_low is not None and dose < material.dose_low:
        sentence = _("The dose %(dose)s is below the label of %(material)s: at least %(limit)s %(unit)s.")
        return [Caution(code="dose_low", sentence=(sentence % (words | {"limit": amount(material.dose_low)})))]
    return []


def not_listed(kind: str, name: str, number: str, on: date) -> list[Caution]:
    listed = list_on(kind, on)
    if listed is None or is_permitted(listed, name=name, number=number):
        return []
    sentence = _("%(material)s was not found in “%(list)s”. Check the name and the number of registration.")
    return [Caution(code="not_permitted", quiet=True, sentence=sentence % {"material": name, "list": listed.name})]


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
