from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.catalogue.actions.drafting import draft_of, merged, own_product, standing
from txng.catalogue.models import ProductChange, ProductImage
from txng.kernel.errors import RuleBroken
from txng.kernel.models import StoredFile

PHOTOS = 8  # beside the first


@transaction.atomic
def keep_photos(
    *,
    actor: Actor,
    product_id: int,
    at: datetime,
    files: Sequence[StoredFile] = (),
    remove: Sequence[UUID | str] = (),
) -> ProductChange:
    """Add photos to the draft and take others out of it, in their order."""
    product = own_product(actor, product_id)
    change = draft_of(product)
    gone = {str(one) for one in remove}
    photos = [photo for photo in standing(product, change, "images") if photo not in gone]
    for file in files:
        ProductImage.objects.get_or_create(product=product, file=file, defaults={"added_at": at})
        if str(file.pk) not in photos:
            photos.append(str(file.pk))
    if len(photos) > PHOTOS:
        raise RuleBroken(_("At most %(n)s more photos.") % {"n": PHOTOS}, code="too_many_photos")
    change.fields = merged(product, change, {"images": photos})
    change.save()
    return change
