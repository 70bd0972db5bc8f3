"""What a draft and a request of a product begin with: which one to write into, and what may stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.catalogue import groups
from txng.catalogue.archive import refuse_archived
from txng.catalogue.models import PAPERS, Product, ProductChange
from txng.gs1 import keys
from txng.kernel.codes import random_code
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import clean, fold, slugify
from txng.registry.models import Establishment
from txng.review.undoing import close_window

ASKED = (ProductChange.State.WAITING, ProductChange.State.CHECKED)
WRITABLE = (ProductChange.State.DRAFT, ProductChange.State.RETURNED)


def own_product(actor: Actor, product_id: int) -> Product:
    """The product, locked, if this actor may propose changes of it."""
    product = Product.objects.select_for_update(no_key=True).filter(pk=product_id).first()
    if product is None:
        raise NotThere(_("Not found."))
    actor.require(Permission.PRODUCT_PROPOSE, product)
    return product


def own_establishment(actor: Actor) -> Establishment:
    """The lock makes the second of two presses wait, so that it finds what the first one made."""
    actor.require_verb(Permission.PRODUCT_PROPOSE)
    establishment = Establishment.objects.select_for_update(no_key=True).filter(pk=actor.establishment_id or 0).first()
    if establishment is None:
        raise NotThere(_("Not found."))
    return establishment


def writable_change(product: Product) -> ProductChange | None:
    """The draft or the returned request. What an agency looks at just now is not written into."""
    refuse_archived(product)
    change = product.changes.filter(state__in=(*ASKED, *WRITABLE)).select_related("image").first()
    if change is not None and change.state in ASKED:
        raise RuleBroken(
            _("A request of this product is being looked at. Withdraw it before you send another."), code="open_change"
        )
    return change


def draft_of(product: Product, client_id: UUID | None = None) -> ProductChange:
    change = writable_change(product) or ProductChange(client_id=client_id or uuid4(), fields={})
    close_window(change)  # what its owner has begun to supplement is no answer to take back any more
    change.product = product
    change.establishment_id = product.establishment_id
    change.stand_with(product)
    return change


def merged(product: Product, change: ProductChange, values: Mapping[str, Any]) -> dict[str, Any]:
    """Earlier sections and this one; of a public product only what differs from what is public."""
    found = {**change.fields, **values}
    if not product.is_published:
        return found
    before = product.published()
    return {field: value for field, value in found.items() if value != before[field]}


def standing(product: Product, change: ProductChange, name: str) -> list[Any]:
    """A list as it would be if the draft were approved."""
    found = change.fields.get(name)
    return list(found if found is not None else product.published()[name])


def checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Cleaned values of published fields; anything else is refused, however it came here (architecture 3.11)."""
    allowed = {*Product.TEXTS, "shelf_life_days"}  # photos and papers have verbs of their own
    if foreign := set(fields) - allowed:
        raise RuleBroken(
            _("These fields are not published: %(fields)s") % {"fields": ", ".join(sorted(foreign))},
            code="foreign_field",
        )
    values: dict[str, Any] = {}
    for field, value in fields.items():
        values[field] = value if field == "shelf_life_days" else clean(str(value or ""))
        if field in Product.TEXTS and len(values[field]) > Product.TEXTS[field]:
            raise RuleBroken(_("At most %(n)s characters.") % {"n": Product.TEXTS[field]}, code=f"long:{field}")
    if values.get("group") and groups.group(values["group"]) is None:
        raise RuleBroken(_("Choose the product group from the list."), code="unknown_group")
    days = values.get("shelf_life_days")
    if days is not None and not 0 < int(days) <= 36_500:
        raise RuleBroken(_("The shelf life is a number of days greater than 0."), code="shelf_life")
    return values


def own_facts(name: str, values: Mapping[str, Any]) -> dict[str, str]:
    """What only this kind of paper says, within its choices."""
    model = PAPERS[name]
    if foreign := set(values) - set(model.OWN):
        raise RuleBroken(
            _("These fields are not published: %(fields)s") % {"fields": ", ".join(sorted(foreign))},
            code="foreign_field",
        )
    found = {}
    for field in model.OWN:
        column: Any = model._meta.get_field(field)
        value = clean(str(values.get(field) or ""))[: column.max_length]
        if column.choices and value not in dict(column.choices):
            raise RuleBroken(_("Choose one of the listed kinds."), code=f"choose:{field}")
        found[field] = value
    return found


def new_product(establishment: Establishment, name: str, gtin: str, at: datetime) -> Product:
    product = Product(establishment=establishment, gtin=read_gtin(gtin), created_at=at)
    product.stand_with(establishment)
    product.product_code = f"P{random_code(7)}"
    base = slugify(name)[:120].strip("-") or "san-pham"
    # The code is random already, so that two products of one name need no second try.
    taken = Product.objects.filter(slug=base).exists()
    product.slug = f"{base}-{product.product_code.lower()}" if taken else base
    product.name, product.plain_name = name, fold(name)
    return _saved(product)


def rename(product: Product, name: str, gtin: str | None) -> None:
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
