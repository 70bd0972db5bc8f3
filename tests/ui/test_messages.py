"""The catalogues of the areas: what is collected, kept and refused."""

import io
from pathlib import Path

import polib
import pytest
from django.core.management import CommandError, call_command

from txng.ui import catalogues


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for area in ("orchard", "market"):
        (tmp_path / area / "templates" / "cotton").mkdir(parents=True)
        (tmp_path / area / "__init__.py").write_text("")
    return tmp_path


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def translate(root: Path, area: str, **words: str) -> None:
    path = root / area / catalogues.PO
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        text = words.get(entry.msgid)
        if text and entry.msgid_plural:
            entry.msgstr_plural = {0: text}
        elif text:
            entry.msgstr = text
    catalogue.save(str(path))


def run(root: Path, *arguments: str) -> str:
    out = io.StringIO()
    call_command("messages", *arguments, f"--root={root}", stdout=out)
    return out.getvalue()


def test_sentences_of_python_templates_and_component_attributes_are_collected(root):
    put(
        root / "orchard" / "forms.py",
        "from django.utils.translation import gettext as _, ngettext, pgettext_lazy\n"
        "a = _('Name')\n"
        "b = ngettext('%(n)s tree', '%(n)s trees', 2)\n"
        "c = pgettext_lazy('verb', 'Plant')\n"
        "d = _('one '\n      'sentence')\n",
    )
    put(
        root / "orchard" / "templates" / "cotton" / "row.html",
        '{% load i18n %}\n  <c-badge label="{% translate "Ripe" %}" />\n'
        "      {% blocktranslate trimmed with n=count %}\n        Picked\n          {{ n }} boxes\n"
        "   {% endblocktranslate %}\n{{ _('Weight') }}{% translate \"100% ripe\" %}\n",
    )
    found = catalogues.extract(root / "orchard")
    assert set(found) == {
        (None, "Name"), (None, "%(n)s tree"), ("verb", "Plant"), (None, "one sentence"),
        (None, "Ripe"), (None, "Picked %(n)s boxes"), (None, "Weight"), (None, "100%% ripe"),
    }  # fmt: skip
    assert found[(None, "%(n)s tree")].plural == "%(n)s trees"


def test_a_translation_survives_and_a_vanished_sentence_waits_for_its_return(root):
    source = root / "orchard" / "forms.py"
    put(source, "from x import gettext as _\n_('Name')\n_('Weight')\n")
    run(root)
    translate(root, "orchard", Name="Tên", Weight="Khối lượng")
    put(source, "from x import gettext as _\n_('Name')\n")
    run(root)
    assert "obsolete: 'Weight'" in "\n".join(catalogues.check(root))
    put(source, "from x import gettext as _\n_('Weight')\n_('Name')\n")
    run(root)
    assert catalogues.check(root) == []


def test_pruning_drops_what_is_no_longer_said(root):
    source = root / "orchard" / "forms.py"
    put(source, "from x import gettext as _\n_('Name')\n_('Weight')\n")
    run(root)
    translate(root, "orchard", Name="Tên", Weight="Khối lượng")
    put(source, "from x import gettext as _\n_('Name')\n")
    run(root, "--prune")
    assert catalogues.check(root) == []


def test_the_check_names_an_untranslated_sentence(root):
    put(root / "orchard" / "forms.py", "from x import gettext as _\n_('Name')\n")
    run(root)
    with pytest.raises(CommandError):
        run(root, "--check")
    assert catalogues.check(root) == ["orchard: empty: 'Name' (forms.py)"]


def test_the_check_notices_a_new_sentence_and_a_stale_compiled_file(root):
    put(root / "orchard" / "forms.py", "from x import gettext as _\n_('Name')\n")
    run(root)
    translate(root, "orchard", Name="Tên")
    assert catalogues.check(root) == ["orchard: stale: django.mo does not match django.po; run `messages`"]
    run(root)
    assert catalogues.check(root) == []
    put(root / "orchard" / "forms.py", "from x import gettext as _\n_('Name')\n_('Size')\n")
    assert catalogues.check(root) == ["orchard: missing: 'Size' (forms.py)"]


def test_a_fuzzy_or_wrongly_filled_translation_is_refused(root):
    put(root / "orchard" / "forms.py", "from x import gettext as _\n_('Name')\n_('Sent %(n)s')\n")
    run(root)
    translate(root, "orchard", Name="Tên", **{"Sent %(n)s": "Đã gửi %(so)s"})
    path = root / "orchard" / catalogues.PO
    catalogue = polib.pofile(str(path))
    catalogue.find("Name").flags.append("fuzzy")
    catalogue.save(str(path))
    run(root)
    lines = catalogues.check(root)
    assert lines[0] == "orchard: fuzzy: 'Name'"
    assert lines[1].startswith("orchard: placeholder: 'Sent %(n)s'")


def test_one_sentence_must_not_have_two_translations_because_django_shows_only_the_first(root):
    for area in ("market", "orchard"):
        put(root / area / "forms.py", "from x import gettext as _\n_('Submitted')\n")
    run(root, "market")
    translate(root, "market", Submitted="Đã nộp")
    run(root)
    assert catalogues.check(root) == []  # the second area takes over the words of the first
    translate(root, "orchard", Submitted="Chờ duyệt")
    run(root)
    assert [line.split(":")[1] for line in catalogues.check(root)] == [" differs"]


def test_a_vietnamese_sentence_in_the_code_is_pointed_out(root):
    put(root / "orchard" / "forms.py", "from x import gettext as _\n_('Sầu riêng')\n")
    run(root)
    translate(root, "orchard", **{"Sầu riêng": "Sầu riêng"})
    run(root)
    assert catalogues.check(root) == ["orchard: not English: 'Sầu riêng' (forms.py)"]


def test_the_compiled_catalogue_speaks_vietnamese_with_one_plural_form(root):
    put(root / "orchard" / "forms.py", "from x import ngettext\nngettext('%(n)s tree', '%(n)s trees', 2)\n")
    run(root)
    translate(root, "orchard", **{"%(n)s tree": "%(n)s cây"})
    run(root)
    import gettext

    with (root / "orchard" / catalogues.PO).with_suffix(".mo").open("rb") as file:
        spoken = gettext.GNUTranslations(file)
    assert spoken.ngettext("%(n)s tree", "%(n)s trees", 1) == "%(n)s cây"
    assert spoken.ngettext("%(n)s tree", "%(n)s trees", 5) == "%(n)s cây"


def test_writing_twice_changes_nothing(root):
    put(root / "orchard" / "forms.py", "from x import gettext as _\n_('Name')\n")
    assert "orchard: written" in run(root)
    assert "written" not in run(root)


def test_an_unknown_area_is_refused_by_name(root):
    with pytest.raises(CommandError, match="no such area: garage"):
        run(root, "garage")
