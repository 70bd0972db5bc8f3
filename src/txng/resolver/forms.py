from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.production.models import Lot
from txng.resolver.links.labels import OFFERED
from txng.resolver.links.vocabulary import DEFAULT
from txng.ui import fields
from txng.ui.forms import Form

MEDIA = {
    "": _("Not said"),
    "text/html": _("Web page"),
    "application/pdf": "PDF",
    "application/json": "JSON",
    "application/ld+json": "JSON-LD",
    "video/mp4": _("Video"),
}


LANGUAGES = [
    ("", _("Not said")),
    ("vi", _("Vietnamese")),
    ("en", _("English")),
    ("zh", _("Chinese")),
    ("ja", _("Japanese")),
    ("ko", _("Korean")),
]


class LinkForm(Form):
    """One more link of a product or of one of its lots."""

    lot = fields.ChoiceField(label=_("Belongs to"), required=False, look="select")
    link_type = fields.ChoiceField(
        label=_("What it tells of"), look="select", missing=_("Choose what the link tells of.")
    )
    href = fields.TextField(
        label=_("Address"),
        max_length=2000,
        mode="url",
        missing=_("Enter the address."),
        help_text=_("Begins with https://, for example https://www.example.vn/sau-rieng."),
    )
    title = fields.TextField(label=pgettext_lazy("of a link", "Title"), max_length=200, missing=_("Enter a title."))
    language = fields.ChoiceField(
        label=_("Language of the page"),
        required=False,
        look="select",
        choices=LANGUAGES,
    )
    media_type = fields.ChoiceField(label=_("Kind of file"), required=False, look="select", choices=list(MEDIA.items()))
    active_from = fields.DateField(label=_("Shown from"), required=False)
    active_to = fields.DateField(label=_("Shown until"), required=False)
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, lots: list[Lot], has_website: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lot"].choices = [  # type: ignore[attr-defined]
            ("", _("The product, every lot")),
            *((str(lot.pk), lot.number) for lot in lots),
        ]
        default = [(DEFAULT, _("Page opened instead of ours (default link)"))] if has_website else []
        self.fields["link_type"].choices = [*OFFERED.items(), *default]  # type: ignore[attr-defined]
        self.fields["client_id"].initial = uuid.uuid4


class LinksetForm(Form):
    file = fields.FileField(
        label=_("File of links"),
        kinds=("linkset",),
        missing=_("Choose the file of links."),
        help_text=_("A linkset in JSON (RFC 9264), at most 1,000 anchors and 2 MB."),
    )
