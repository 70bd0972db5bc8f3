"""What is no longer made is put away: offered nowhere, while its lots, its stamps and its public page go on."""

from __future__ import annotations

from django.utils.translation import gettext as _

from txng.catalogue.models import Product
from txng.kernel.errors import RuleBroken


def refuse_archived(product: Product) -> None:
    """Whoever has it on a page that was opened before is told, too."""
    if product.archived_at is not None:
        raise RuleBroken(_("“%(name)s” is archived. Restore it first.") % {"name": product.name}, code="archived")
