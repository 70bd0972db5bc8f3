"""`./txng manage store_package OUT`: the files of an Android store package (CB-06, CT-09)."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from txng import provinces
from txng.resolver import app_store, phone_app

FINGERPRINT = ":".join(["0F"] * 32)


def written(out: Path) -> str:
    said = StringIO()
    call_command("store_package", str(out), stdout=said)
    return said.getvalue()


def test_the_folder_holds_what_the_store_asks_for(tmp_path: Path, settings: Any) -> None:
    settings.ANDROID_FINGERPRINTS = (FINGERPRINT,)
    said = written(tmp_path / "out")
    files = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()}

    assert files >= {"twa-manifest.json", "assetlinks.json", "icons/store-512.png", "icons/feature-1024x500.png"}
    assert {f"store/{folder}/{name}" for folder in ("vi", "en-US") for name in app_store.LIMITS} <= files
    with Image.open(tmp_path / "out/icons/feature-1024x500.png") as banner:
        assert banner.size == (1024, 500)
    with Image.open(tmp_path / "out/icons/store-512.png") as icon:
        assert icon.mode == "RGB"
    wrapper = json.loads((tmp_path / "out/twa-manifest.json").read_text("utf-8"))
    links = json.loads((tmp_path / "out/assetlinks.json").read_text("utf-8"))
    assert wrapper["name"] == provinces.current().identity.app_name
    assert wrapper["packageId"] == links[0]["target"]["package_name"] == "vn.gov.cantho.check"
    assert wrapper["fingerprints"][0]["value"] == FINGERPRINT
    assert wrapper["iconUrl"] == "https://check.cantho.gov.vn/quet/bieu-tuong-any-512.png"
    assert "vn.gov.cantho.check" in said


def test_written_again_it_is_the_same_and_leaves_what_others_put_there(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "android.keystore").write_text("khóa", "utf-8")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert "assetlinks.json is empty" in written(tmp_path)

    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("province", ["can-tho", "cao-bang", "dak-nong"])
def test_the_texts_fit_the_store_in_every_province(province: str, settings: Any, monkeypatch: Any) -> None:
    profile = provinces.load(province)
    monkeypatch.setattr(provinces, "current", lambda: profile)
    for language in app_store.FOLDERS:
        for name, text in app_store.texts(language).items():
            assert 0 < len(text.strip()) <= app_store.LIMITS[name]
            assert "{" not in text
    assert all(label[0].isalpha() for label in phone_app.android_package().split("."))


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(CommandError):
        written(tmp_path / "out")
