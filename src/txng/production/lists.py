"""The lists of the regulation's groups (CT-REG Điều 7.4): what their rows say, and how one looks for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.access import Actor, Permission
from txng.kernel.sorting import by_number
from txng.production import queries, use_plan
from txng.production.models import Lot, Material, Partner, Site, SiteKind, StockMove
from txng.production.site_tree import BUILDINGS, LAND
from txng.production.templatetags.land import site_url
from txng.production.templatetags.production import amount, hectares
from txng.production.units import shown
from txng.production.uses import uses_of
from txng.ui.formats import NARROW, vn_number
from txng.ui.lists import Column, Filter, Plan, Sort

BY_NAME = Sort(value="ten", label=_("Name"), order=("name", "id"))
BY_NUMBERED_NAME = Sort(value="ten", label=_("Name"), order=(by_number("name"), "id"))
NEWEST = Sort(value="moi", label=_("Newest first"), order=("-id",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One list of an establishment: its plan, whose rows, and which right changes them."""

    plan: Plan
    rows: Callable[[Actor], QuerySet[Any]]
    edit: Permission
    read: Permission = Permission.PRODUCTION_READ
    add: str = ""  # names of addresses
    sheet: str = ""  # the slug of txng.production.sheets


def _kind(kinds: Any, column: str = "kind") -> Filter:
    return Filter(
        name="loai",
        label=_("Kind"),
        choices=lambda: [(kind.value, kind.label) for kind in kinds],
        narrow=lambda rows, value: rows.filter(**{column: value}),
    )


def _sites(family: str) -> Plan:
    land = family == "land"
    return Plan(
        title=_("Plots and growing areas") if land else _("Workshops and stores"),
        lead=_("Each place has a code of its own, so that a lot can be traced to it."),
        screen="VT-01" if land else "VT-03",
        icon="map-pin" if land else "building-factory-2",
        empty=_("No plot or area yet") if land else _("No workshop or store yet"),
        empty_hint=_("Add the gardens, fields, ponds or pens your goods come from.")
        if land
        else _("Add the places where you process, pack and store."),
        columns=(
            Column(label=_("Name"), value=lambda site: site.name),
            Column(label=_("Kind"), value=lambda site: site.get_kind_display()),
            Column(label=_("Inside"), value=lambda site: site.parent.name if site.parent else ""),
            Column(label=_("Where it is"), value=_where),
            Column(label=pgettext_lazy("land", "Area"), value=lambda site: hectares(site.area_m2), kind="num"),
            Column(label=_("Code"), value=lambda site: site.site_code, kind="code"),
        ),
        search=("name", "address", "site_code", "unit__name"),
        filters=(_kind(LAND if land else BUILDINGS),),
        sorts=(
            BY_NUMBERED_NAME,
            NEWEST,
            Sort(value="dien-tich", label=_("Largest first"), order=("-area_m2", "id")),
        ),
        archives=True,
        link=site_url,
    )


def _where(site: Site) -> str:
    return ", ".join(filter(None, (site.address, site.unit.name)))


def _sites_of(kinds: tuple[SiteKind, ...]) -> Callable[[Actor], QuerySet[Site]]:
    return lambda actor: queries.every_site_of(actor).filter(kind__in=kinds).select_related("parent")


def _waiting(material: Material) -> str:
    if material.phi_days is not None:
        return str(_("%(n)s days before the harvest") % {"n": material.phi_days})
    if material.withdrawal_days is not None:
        return str(_("%(n)s days without medicine") % {"n": material.withdrawal_days})
    return ""


def _received(move: StockMove) -> str:
    return ", ".join(str(line.material_lot.material) for line in move.lines.all() if line.material_lot)


def _how_much(move: StockMove) -> str:
    return ", ".join(f"{vn_number(line.quantity)}{NARROW}{shown(line.unit)}" for line in move.lines.all())


def _line(move: StockMove) -> Any:
    return next((line for line in move.lines.all() if line.material_lot), None)


def _state(rows: Any, value: str) -> Any:
    on_sale = Q(closed_at=None, cancelled_at=None)
    wanted = {
        "da-xong": ~Q(closed_at=None, cancelled_at=None),
        "dang-san-xuat": on_sale & Q(harvested_on=None, packed_on=None, on_sale_since=None),
        "da-thu-hoach": on_sale & Q(on_sale_since=None) & ~Q(harvested_on=None, packed_on=None),
        "dang-ban": on_sale & Q(on_sale_since__isnull=False),
        "da-ban-het": Q(closed_at__isnull=False),
        "da-huy": Q(cancelled_at__isnull=False),
    }
    return rows.filter(wanted[value])


GROUPS: dict[str, Group] = {
    "workers": Group(
        plan=Plan(
            title=_("Workers"),
            lead=_("Who works for you, with or without a log-in."),
            screen="NL-01",
            icon="users",
            empty=_("No worker yet"),
            empty_hint=_("Add those who work on your plots and in your workshops; a name is enough."),
            columns=(
                Column(label=_("Full name"), value=lambda worker: worker.name),
                Column(label=_("Phone"), value=lambda worker: worker.phone, kind="phone"),
                Column(label=_("Job"), value=lambda worker: worker.job),
                Column(label=_("Household"), value=lambda worker: worker.household),
                Column(label=_("Trained on"), value=lambda worker: worker.trained_on, kind="date"),
                Column(label=_("Health check on"), value=lambda worker: worker.health_checked_on, kind="date"),
            ),
            search=("name", "phone", "job", "household"),
            filters=(
                Filter(
                    name="dang-nhap",
                    label=_("Log-in"),
                    choices=lambda: [("co", _("Has a log-in")), ("khong", _("Without a log-in"))],
                    narrow=lambda rows, value: rows.filter(membership__isnull=value == "khong"),
                ),
            ),
            sorts=(
                BY_NAME,
                NEWEST,
                Sort(value="tap-huan", label=_("Longest since trained"), order=("trained_on", "id")),
            ),
            archives=True,
            link=lambda worker: reverse("worker-change", args=[worker.pk]),
        ),
        rows=queries.every_worker_of,
        read=Permission.WORKER_READ,
        edit=Permission.WORKER_EDIT,
        add="worker-new",
        sheet="nguoi-lam",
    ),
    "land": Group(
        plan=_sites("land"), rows=_sites_of(LAND), edit=Permission.SITE_EDIT, add="site-new", sheet="vung-trong"
    ),
    "buildings": Group(
        plan=_sites("buildings"),
        rows=_sites_of(BUILDINGS),
        edit=Permission.SITE_EDIT,
        add="workshop-new",
        sheet="nha-xuong",
    ),
    "lots": Group(
        plan=Plan(
            title=_("Lots"),
            lead=_("What was grown or made together, with one place and one day of packing."),
            screen="LH-01",
            icon="stack-2",
            empty=_("No lot yet"),
            empty_hint=_("Every harvest or packing is a lot."),
            columns=(
                Column(label=_("Lot number"), value=lambda lot: lot.number, kind="code"),
                Column(label=_("Product"), value=lambda lot: lot.product.name),
                Column(label=_("Where it is grown or made"), value=lambda lot: lot.site.name),
                Column(label=_("Opened on"), value=lambda lot: lot.opened_on, kind="date"),
                Column(label=_("State"), value=lambda lot: lot.state.label),
                Column(label=_("Quantity"), value=amount, kind="num"),
            ),
            unasked=queries.running,
            search=("number", "product__name", "site__name"),
            filters=(
                Filter(
                    name="xem",
                    label=_("State"),
                    choices=lambda: [
                        ("da-xong", _("Ended")),
                        ("dang-san-xuat", Lot.State.OPEN.label),
                        ("da-thu-hoach", _("Harvested or packed")),
                        ("dang-ban", Lot.State.ON_SALE.label),
                        ("da-ban-het", Lot.State.CLOSED.label),
                        ("da-huy", Lot.State.CANCELLED.label),
                    ],
                    narrow=_state,
                ),
            ),
            sorts=(
                Sort(value="moi", label=_("Newest first"), order=("-opened_on", "-id")),
                Sort(value="cu", label=_("Oldest first"), order=("opened_on", "id")),
                Sort(value="so", label=_("Lot number"), order=("number", "id")),
            ),
        ),
        rows=lambda actor: queries.with_diary_figures(queries.lots_of(actor)),
        edit=Permission.LOT_EDIT,
        add="lot-new",
        sheet="lo-hang",
    ),
    "materials": Group(
        plan=Plan(
            title=_("Materials"),
            lead=_("What you use on plots, animals and goods."),
            screen="VT-05",
            icon="flask",
            empty=_("No material yet"),
            empty_hint=_("Photograph the label of the fertiliser sack or the bottle; you may write the name later."),
            columns=(
                Column(label=_("Name"), value=lambda material: material.name),
                Column(label=_("Kind"), value=lambda material: material.get_kind_display()),
                Column(label=_("Active ingredient"), value=lambda material: material.active_ingredient),
                Column(label=_("Number of registration for sale"), value=lambda material: material.registration_number),
                Column(label=_("Waiting time"), value=_waiting),
            ),
            search=("name", "active_ingredient", "maker", "registration_number"),
            filters=(_kind(Material.Kind),),
            sorts=(BY_NAME, NEWEST),
            archives=True,
            link=lambda material: reverse("material-change", args=[material.pk]),
        ),
        rows=queries.every_material_of,
        edit=Permission.MATERIAL_EDIT,
        add="material-new",
        sheet="vat-tu",
    ),
    "material-use": Group(
        plan=use_plan.PLAN, rows=uses_of, edit=Permission.DIARY_WRITE, add="diary-home", sheet="vat-tu-cho-lo"
    ),
    "receipts": Group(
        plan=Plan(
            title=_("Materials received into stock"),
            lead=_("One step back: what came, from whom, under which lot number."),
            screen="KH-11",
            icon="transfer-in",
            empty=_("Nothing has been received yet"),
            empty_hint=_("Write down what you buy when it arrives."),
            columns=(
                Column(label=_("Material"), value=_received),
                Column(label=_("Date"), value=lambda move: move.done_on, kind="date"),
                Column(label=_("Quantity"), value=_how_much, kind="num"),
                Column(label=_("Supplier"), value=lambda move: move.partner.name if move.partner else ""),
                Column(
                    label=_("Their lot number"),
                    value=lambda move: (line := _line(move)) and line.material_lot.supplier_lot,
                    kind="code",
                ),
                Column(
                    label=_("Expiry date"),
                    value=lambda move: (line := _line(move)) and line.material_lot.expires_on,
                    kind="date",
                ),
                Column(label=_("Where it is kept"), value=lambda move: (line := _line(move)) and line.site.name),
            ),
            search=("lines__material_lot__material__name", "lines__material_lot__supplier_lot", "partner__name"),
            sorts=(
                Sort(value="moi", label=_("Newest first"), order=("-done_on", "-id")),
                Sort(value="cu", label=_("Oldest first"), order=("done_on", "id")),
            ),
        ),
        rows=queries.received_of,
        edit=Permission.STOCK_EDIT,
        add="stock-receive",
        sheet="kho",
    ),
    "partners": Group(
        plan=Plan(
            title=_("Customers and suppliers"),
            lead=_("Who stands one step before and one step after you."),
            screen="DT-01",
            icon="users-group",
            empty=_("No partner yet"),
            empty_hint=_("Add those you buy from and sell to."),
            columns=(
                Column(label=_("Name"), value=lambda partner: partner.name),
                Column(label=_("What they are to you"), value=lambda partner: partner.get_kind_display()),
                Column(label=_("Phone"), value=lambda partner: partner.phone, kind="phone"),
                Column(label=_("Address"), value=lambda partner: partner.address),
                Column(label=_("Tax code"), value=lambda partner: partner.tax_code, kind="code"),
            ),
            search=("name", "address", "phone", "tax_code", "code"),
            filters=(_kind(Partner.Kind),),
            sorts=(BY_NAME, NEWEST),
            archives=True,
            link=lambda partner: reverse("partner-change", args=[partner.pk]),
        ),
        rows=queries.every_partner_of,
        edit=Permission.PARTNER_EDIT,
        add="partner-new",
        sheet="doi-tac",
    ),
}
