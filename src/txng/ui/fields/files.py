"""Photos and papers. Only name, number and weight are looked at; what a file really is the kernel decides."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from txng.kernel import text
from txng.kernel.files.intake import GEO_BYTES, IMAGE_BYTES, PDF_BYTES, SHEET_BYTES, SOUND_BYTES
from txng.ui.fields.base import Spoken
from txng.ui.formats import vn_number

LINKSET_BYTES = 2 * 1024 * 1024
ENDINGS = {
    "image": (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"),
    "pdf": (".pdf",),
    "xlsx": (".xlsx",),
    "csv": (".csv",),
    "sound": (".m4a", ".mp3", ".wav", ".ogg", ".oga", ".opus", ".webm", ".mp4", ".weba"),
    "geo": (".geojson", ".json", ".kml"),
    "linkset": (".json", ".jsonld", ".linkset"),
}
LIMITS = {
    "image": IMAGE_BYTES,
    "pdf": PDF_BYTES,
    "xlsx": SHEET_BYTES,
    "csv": SHEET_BYTES,
    "sound": SOUND_BYTES,
    "geo": GEO_BYTES,
    "linkset": LINKSET_BYTES,
}
# Phones offer the camera for image/*, and HEIC is not part of it everywhere.
ACCEPT = {"image": "image/*,.heic,.heif", "pdf": "application/pdf", "xlsx": ".xlsx"}
ACCEPT |= {"csv": ".csv", "sound": "audio/*,.m4a,.webm", "geo": ".geojson,.json,.kml"}
ACCEPT |= {"linkset": ".json,.jsonld,.linkset"}


class FileBox(forms.FileInput):
    template_name = "ui/forms/widgets/file.html"


class FilesBox(FileBox):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return list(files.getlist(name)) if hasattr(files, "getlist") else [files[name]] if files.get(name) else []


class _Uploads(Spoken, forms.Field):
    asks_to = "choose"
    needs_multipart_form = True

    def __init__(self, *, kinds: tuple[str, ...] = ("image", "pdf"), **kwargs: Any) -> None:
        self.kinds = kinds
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"accept": ",".join(ACCEPT[kind] for kind in self.kinds)}

    def look_at(self, upload: Any) -> Any:
        name = text.clean(str(getattr(upload, "name", "") or ""))
        ending = PurePath(name).suffix.lower()
        kind = next((kind for kind in self.kinds if ending in ENDINGS[kind]), None)
        if kind is None:
            raise ValidationError(self.unreadable(ending[:12] or name[:40]), code="file_type")
        if upload.size == 0:
            raise ValidationError(_("The file “%(name)s” is empty.") % {"name": name[:80]}, code="file_empty")
        if upload.size > LIMITS[kind]:
            megabytes = {
                "size": vn_number(upload.size / 1024 / 1024, 0 if upload.size > LIMITS[kind] + 2**20 else 1),
                "limit": LIMITS[kind] // 1024 // 1024,
            }
            if kind == "image":
                sentence = _(
                    "The photo weighs %(size)s MB, at most %(limit)s MB. Choose a smaller one or take it again."
                )
            else:
                sentence = _("The file weighs %(size)s MB, at most %(limit)s MB.")
            raise ValidationError(sentence % megabytes, code="file_too_large")
        return upload

    def unreadable(self, ending: str) -> str:
        if self.kinds == ("sound",):
            sentence = _("The file %(ending)s cannot be read. Send sound (M4A, MP3, WAV, OGG or WebM).")
            return sentence % {"ending": ending}
        if self.kinds[0] == "xlsx":
            return _("The file %(ending)s cannot be read. Send the Excel template (.xlsx).") % {"ending": ending}
        if self.kinds == ("linkset",):
            return _("The file %(ending)s cannot be read. Send a linkset (.json).") % {"ending": ending}
        if "pdf" in self.kinds:
            return _("The file %(ending)s cannot be read. Send photos or a PDF.") % {"ending": ending}
        return _("The file %(ending)s cannot be read. Send photos.") % {"ending": ending}


class FileField(_Uploads):
    widget = FileBox

    def to_python(self, value: Any) -> Any:
        return self.look_at(value) if value else None

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data or initial

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)


class FilesField(_Uploads):
    """Several files in one box; all that is wrong is said at once."""

    widget = FilesBox

    def __init__(self, *, minimum: int = 0, maximum: int = 10, **kwargs: Any) -> None:
        self.minimum, self.maximum = minimum, maximum
        kwargs.setdefault("required", minimum > 0)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> list[Any]:
        uploads = [upload for upload in value or [] if upload]
        complaints: list[ValidationError] = []
        if len(uploads) > self.maximum:
            complaints.append(
                ValidationError(
                    _("Choose at most %(limit)s files; you chose %(count)s.")
                    % {"limit": self.maximum, "count": len(uploads)},
                    code="too_many",
                )
            )
        for upload in uploads[: self.maximum]:
            try:
                self.look_at(upload)
            except ValidationError as error:
                complaints.append(error)
        if complaints:
            raise ValidationError(complaints)
        return uploads

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and len(value) < self.minimum:
            raise ValidationError(
                ngettext("Choose at least %(n)s file.", "Choose at least %(n)s files.", self.minimum)
                % {"n": self.minimum},
                code="too_few",
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)
