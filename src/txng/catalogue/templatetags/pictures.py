"""`{{ product.image|file_url }}`: the address of a stored file, signed where it is not public."""

from __future__ import annotations

from django import template

from txng.kernel.files import links
from txng.kernel.models import StoredFile

register = template.Library()


@register.filter
def file_url(stored: StoredFile | None) -> str:
    return links.file_url(stored) if stored is not None else ""
