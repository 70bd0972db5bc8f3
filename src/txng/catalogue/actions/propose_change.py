from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from txng import provinces
from txng.access import Actor, Permission
from txng.catalogue import groups
from txng.catalogue.events import ProductEvent
from txng.catalogue.models import Product, ProductChange
from txng.gs1 import keys
from txng.kernel.clock import local_date
from txng.kernel.codes import random_code
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.models import StoredFile
from txng.kernel.text import clean, fold, slugify
from txng.ledger.recording import record
from txng.registry.models import Establishment

_OPEN = (ProductChange.State.WAITING, ProductChange.State.CHECKED)


@transaction.atomic
def propose_change(
    *,
    actor: Actor,
    fields: Mapping[str, Any],
    at: datetime,
    product_id: int | None = None,
    image: StoredFile | None = None,
    gtin: str | None = None,
    client_id: UUID | None = None,
) -> ProductChange:
    """Ask the managing agency to publish a product or a change of it (Điều 9.2, 10). The public page stays as it is.

    Without `product_id` the product is new. A change carries only what would change. `gtin` None leaves the code
    alone; it can be set and corrected until the first publication, afterwards printed codes hang on it.
    """
    values = _checked(fields)
    if product_id is None:
        actor.require_verb(Permission.PRODUCT_PROPOSE)
        # The lock makes the second of two presses wait, so that it finds the first one's change.
        establishment = Establishment.objects.select_for_update().filter(pk=actor.establishment_id or 0).first()
        if establishment is None:
            raise NotThere(_("Not found."))
        earlier = ProductChange.objects.filter(client_id=client_id).first() if client_id else None
        if earlier is not None:
            actor.require(Permission.PRODUCT_PROPOSE, earlier)
            return earlier
        _demand(values, image)
        product = _new_product(establishment, values["name"], gtin or "", at)
        change = ProductChange(client_id=client_id or uuid4())
    else:
        product, change = _existing(actor, product_id, client_id)
        if change.pk and change.client_id == client_id:
            return change
        if not product.is_published:
            _demand(values, image or change.image)
            _rename(product, values["name"], gtin)
        elif gtin is not None and (gtin or None) != product.gtin:
            raise RuleBroken(_("The product code cannot be changed once the product is public."), code="gtin_fixed")

    change.client_id = client_id or change.client_id
    return _send(actor, product, change, values, image, at)


def _send(
    actor: Actor,
    product: Product,
    change: ProductChange,
    values: dict[str, Any],
    image: StoredFile | None,
    at: datetime,
) -> ProductChange:
    before = product.published()
    image = image or change.image
    if product.is_published:
        values = {field: value for field, value in values.items() if value != before[field]}
    if image is not None and str(image.pk) != before["image"]:
        values["image"] = str(image.pk)
        change.image = image
    if not values:
        raise RuleBroken(_("Nothing differs from what is public."), code="nothing_changed")

    change.product = product
    change.establishment_id = product.establishment_id
    change.stand_with(product)
    change.fields = values
    change.state = ProductChange.State.WAITING
    change.proposed_by, change.proposed_by_id, change.proposed_at = actor.label, actor.user_id, at
    change.checked_by, change.checked_by_id, change.checked_at = "", None, None
    change.decided_by, change.decided_at = "", None
    day = local_date(at)
    change.due_on = provinces.working_days_after(day, provinces.in_force(day).clocks.approve_information)
    change.save()
    record(
        ProductEvent.CHANGE_PROPOSED,
        actor=actor,
        subject=product,
        at=at,
        label=str(change),
        before={field: before[field] for field in values} if product.is_published else None,
        after=values,
    )
    return change


def _checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Cleaned values of published fields; anything else is refused, however it came here (architecture 3.11)."""
    allowed = set(Product.PUBLISHED_FIELDS) - {"image"}
    if foreign := set(fields) - allowed:
        raise RuleBroken(
            _("These fields are not published: %(fields)s") % {"fields": ", ".join(sorted(foreign))},
            code="foreign_field",
        )
    values: dict[str, Any] = {}
    for field, value in fields.items():
        values[field] = value if field == "shelf_life_days" else clean(str(value or ""))
    if values.get("group") and groups.group(values["group"]) is None:
        raise RuleBroken(_("Choose the product group from the list."), code="unknown_group")
    days = values.get("shelf_life_days")
    if days is not None and not 0 < int(days) <= 36_500:
        raise RuleBroken(_("The shelf life is a number of days greater than 0."), code="shelf_life")
    return values


def _demand(values: Mapping[str, Any], image: StoredFile | None) -> None:
    """Without these nobody can review a product at all; the full list is asked for at activation (NĐ37 art. 23.5)."""
    if not values.get("name"):
        raise RuleBroken(_("Enter the product name."), code="name_missing")
    if not values.get("group"):
        raise RuleBroken(_("Choose the product group."), code="group_missing")
    if not values.get("origin"):
        raise RuleBroken(_("Enter the origin."), code="origin_missing")
    if image is None:
        raise RuleBroken(_("Take or choose at least one photo of the product."), code="photo_missing")


def _existing(actor: Actor, product_id: int, client_id: UUID | None) -> tuple[Product, ProductChange]:
    """The product, locked, and the change to write into: the returned one, else a new one."""
    product = Product.objects.select_for_update().filter(pk=product_id).first()
    if product is None:
        raise NotThere(_("Not found."))
    actor.require(Permission.PRODUCT_PROPOSE, product)
    change = product.changes.filter(state__in=(*_OPEN, ProductChange.State.RETURNED)).first()
    if change is not None and change.state in _OPEN and change.client_id != client_id:
        raise RuleBroken(
            _("A request of this product is being looked at. Withdraw it before you send another."), code="open_change"
        )
    if client_id and change is None and (earlier := product.changes.filter(client_id=client_id).first()):
        return product, earlier
    return product, change or ProductChange(client_id=client_id or uuid4())


def _new_product(establishment: Establishment, name: str, gtin: str, at: datetime) -> Product:
    product = Product(establishment=establishment, gtin=read_gtin(gtin), created_at=at)
    product.stand_with(establishment)
    product.product_code = f"P{random_code(7)}"
    base = slugify(name)[:120].strip("-") or "san-pham"
    # The code is random already, so that two products of one name need no second try.
    taken = Product.objects.filter(slug=base).exists()
    product.slug = f"{base}-{product.product_code.lower()}" if taken else base
    product.name, product.plain_name = name, fold(name)
    return _saved(product)


def _rename(product: Product, name: str, gtin: str | None) -> None:
    """Until its first publication a product has a working name, and nothing is printed that its code could spoil."""
    product.name, product.plain_name = name, fold(name)
    if gtin is not None:
        product.gtin = read_gtin(gtin)
    _saved(product)


def _saved(product: Product) -> Product:
    try:
        with transaction.atomic():
            product.save()
    except IntegrityError as clash:
        # Two establishments may type the same code in the same second; the constraint alone can tell.
        if product.gtin and "gtin" in str(clash):
            raise RuleBroken(_("This product code (GTIN) is already in the system."), code="gtin_taken") from clash
        raise
    return product


def read_gtin(text: str) -> str | None:
    """The 14 digits, or None where the producer has no GTIN. The screens' own field says the same."""
    if not text.strip():
        return None
    try:
        return keys.normalise_gtin(text)
    except keys.WrongCheckDigit as error:
        raise RuleBroken(
            _("One digit of the product code (GTIN) is wrong. Check the row of digits under the barcode."), code="gtin"
        ) from error
    except keys.RestrictedPrefix as error:
        raise RuleBroken(
            _("This is an in-house number of a shop, not a GTIN. Leave the box empty."), code="gtin"
        ) from error
    except keys.GS1Error as error:
        raise RuleBroken(_("A product code (GTIN) has 8, 12, 13 or 14 digits."), code="gtin") from error
