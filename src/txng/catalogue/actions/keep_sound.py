from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.catalogue.actions.drafting import draft_of, merged, own_product, standing
from txng.catalogue.models import ProductChange, ProductSound
from txng.kernel.errors import RuleBroken
from txng.kernel.models import StoredFile
from txng.kernel.text import clean

SOUNDS = 3
WORDS = 1_200  # sixty seconds of speech are about two hundred words


@transaction.atomic
def keep_sound(
    *,
    actor: Actor,
    product_id: int,
    at: datetime,
    file: StoredFile | None = None,
    text: str = "",
    remove: Sequence[UUID | str] = (),
) -> ProductChange:
    """Add a sound with what is said in it to the draft, or take some out of it (CT-REG Điều 8)."""
    product = own_product(actor, product_id)
    change = draft_of(product)
    gone = {str(one) for one in remove}
    sounds = [sound for sound in standing(product, change, "sounds") if sound["file"] not in gone]
    if file is not None:
        said = clean(text).strip()
        if not said:
            raise RuleBroken(_("Write down what is said, for those who cannot hear it."), code="words_missing")
        if len(said) > WORDS:
            raise RuleBroken(_("At most %(n)s characters.") % {"n": WORDS}, code="words_long")
        ProductSound.objects.get_or_create(product=product, file=file, defaults={"added_at": at})
        # Sent again, by a second press or with better words, it takes the place of the first.
        same = StoredFile.objects.filter(pk__in=[sound["file"] for sound in sounds], sha256=file.sha256)
        known = {str(pk) for pk in same.values_list("pk", flat=True)}
        sounds = [sound for sound in sounds if sound["file"] not in known]
        sounds.append({"file": str(file.pk), "seconds": round(file.seconds or 0), "text": said})
    if len(sounds) > SOUNDS:
        raise RuleBroken(_("At most %(n)s sounds.") % {"n": SOUNDS}, code="too_many_sounds")
    change.fields = merged(product, change, {"sounds": sounds})
    change.save()
    return change
