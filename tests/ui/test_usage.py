"""How the areas use the components: nothing misspelt, nothing that a stranger's words could turn into code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import txng
from txng.ui.templatetags.ui import icon_names

ROOT = Path(txng.__path__[0])
TEMPLATES = sorted(ROOT.glob("*/templates/**/*.html"))
COMPONENTS = {
    path.relative_to(folder).with_suffix("").as_posix().replace("_", "-").replace("/", ".")
    for folder in ROOT.glob("*/templates/cotton")
    for path in folder.rglob("*.html")
}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_every_component_exists_and_takes_no_words_as_code(path):
    text = path.read_text("utf-8")
    used = set(re.findall(r"<c-([\w.-]+)", text)) - {"slot", "vars"}
    assert used <= COMPONENTS
    # Cotton reads a dynamic attribute as a Python literal: what a person typed must never be put into one.
    assert not re.search(r'\s:[\w-]+="[^"]*\{\{', text)


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_every_icon_exists(path):
    text = path.read_text("utf-8")
    used = set(re.findall(r'\bicon="([\w-]+)"', text)) | set(re.findall(r'\{% icon "([\w-]+)"', text))
    assert used <= icon_names()


def test_the_menus_have_icons_that_exist():
    text = (ROOT / "project" / "navigation.py").read_text("utf-8")
    used = re.findall(r'"\): \("[\w-]+", "([\w-]+)"\)', text) + re.findall(r'\), "[\w-]+", "([\w-]+)"\)', text)
    assert used
    assert set(used) <= icon_names()
