"""The words of every area are known to the running site."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from django.utils import translation

import txng

CATALOGUES = sorted(Path(txng.__path__[0]).glob("*/locale/vi/LC_MESSAGES/django.po"))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-5])
def test_what_an_area_says_is_said_in_vietnamese(path: Path) -> None:
    """An area that is no installed app has a catalogue, too; Django looks for it only where it is told."""
    unknown = []
    with translation.override("vi"):
        for entry in polib.pofile(str(path)):
            if entry.obsolete or entry.msgid_plural or not entry.msgstr or entry.msgstr == entry.msgid:
                continue
            said = (
                translation.pgettext(entry.msgctxt, entry.msgid) if entry.msgctxt else translation.gettext(entry.msgid)
            )
            if said == entry.msgid:
                unknown.append(entry.msgid)
    assert unknown == []


def test_the_ledger_names_the_platform_and_visitors_in_vietnamese() -> None:
    from txng.access.actors import system, visitor

    with translation.override("vi"):
        assert (system().label, visitor().label) == ("Hệ thống", "Khách")
