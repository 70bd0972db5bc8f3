"""A profile is read strictly: what is misspelt, missing or of the wrong kind refuses to start."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from txng import provinces
from txng.access import Permission
from txng.provinces import ProfileError, changeable, load, profiles, rulesets, workdays
from txng.provinces.language import said

CITED = re.compile(r"#.*(Điều \d|Phụ lục|KH\d+|QĐ ?\d+|QĐ-CT|NĐ ?\d+|NQ ?\d+|TT ?\d+|BLLĐ\d+|UN/ECE|nguồn:|mặc định)")
FILES = sorted(
    [
        *profiles.FOLDER.glob("*.toml"),
        *rulesets.FOLDER.glob("*.toml"),
        profiles.NATIONAL,
        workdays.FILE,
        changeable.FILE,
    ]
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped profiles in a place where they may be spoilt."""
    copy = tmp_path / "profiles"
    shutil.copytree(profiles.FOLDER, copy)
    return copy


def spoil(folder: Path, old: str, new: str, province: str = "can-tho") -> Path:
    path = folder / f"{province}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize("province", provinces.ids())
def test_every_shipped_profile_loads(province: str) -> None:
    profile = load(province)
    assert profile.id == province
    assert profile.identity.host.endswith(".gov.vn")
    assert {tier.kind for tier in profile.tiers} == {"operator", "department", "commune", "establishment"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_line_of_a_profile_cites_what_it_rests_on(path: Path) -> None:
    silent = [
        f"{number}: {line}"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ("=" in line and not line.startswith("#")) and not CITED.search(line)
    ]
    assert not silent


def test_an_unknown_key_refuses_to_start_and_is_named_with_its_file(folder: Path) -> None:
    path = spoil(folder, "[clocks]", "[clocks]\nrecieve = 2")
    with pytest.raises(ProfileError, match=r"can-tho\.toml: clocks\.recieve: unknown key"):
        profiles.read(path)


def test_an_unknown_table_refuses_to_start(folder: Path) -> None:
    path = spoil(folder, "[clocks]", "[clock]")
    with pytest.raises(ProfileError, match=r"can-tho\.toml: clock: unknown key"):
        profiles.read(path)


def test_an_unknown_key_deep_in_a_list_is_named_with_its_place(folder: Path) -> None:
    path = spoil(folder, 'article = "5.3"', 'articel = "5.3"')
    with pytest.raises(ProfileError, match=r"can-tho\.toml: dossier\.papers\[0\]\.articel: unknown key"):
        profiles.read(path)


def test_a_missing_key_refuses_to_start(folder: Path) -> None:
    path = spoil(folder, "complaint = 5", "# complaint = 5")
    with pytest.raises(ProfileError, match=r"can-tho\.toml: clocks\.complaint: missing key"):
        profiles.read(path)


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("receive = 1", 'receive = "1"', r"clocks\.receive: expected int, found str"),
        ("receive = 1", "receive = true", r"clocks\.receive: expected int, found bool"),
        ("receive = 1", "receive = 1.0", r"clocks\.receive: expected int, found float"),
        ("approval_forwards = true", "approval_forwards = 1", r"dossier\.approval_forwards: expected bool"),
        ('name = "Cần Thơ"', 'name = ["Cần Thơ"]', r"identity\.name: expected str, found a list"),
        ('first_check_by = ["commune"]', 'first_check_by = "commune"', r"expected a list, found str"),
        ('first_check_by = ["commune"]', 'first_check_by = ["district"]', r"first_check_by\[0\]: 'district'"),
        ('approved_by = "rule"', 'approved_by = "nobody"', r"print_orders\.approved_by: 'nobody' is none of"),
        ('["catalogue.product.read", ', '["catalogue.product.raed", ', r"is not a Permission"),
        ('code = "agriculture"', 'code = "farming"', r"sector"),
    ],
)
def test_a_value_of_the_wrong_type_refuses_to_start(
    folder: Path, right: str, wrong: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if right in (folder / "can-tho.toml").read_text(encoding="utf-8"):
        path = spoil(folder, right, wrong)
    else:
        national = folder / "national-copy.txt"
        national.write_text(profiles.NATIONAL.read_text(encoding="utf-8").replace(right, wrong, 1), "utf-8")
        monkeypatch.setattr(profiles, "NATIONAL", national)
        path = folder / "can-tho.toml"
    with pytest.raises(ProfileError, match=message):
        profiles.read(path)


def test_colours_that_could_be_taken_for_a_verdict_refuse_to_start(folder: Path) -> None:
    path = spoil(folder, 'brand = "#0B4F6C"', 'brand = "#1F5A37"')
    with pytest.raises(ProfileError, match=r"can-tho\.toml: theme: brand looks like the verdict colour ok"):
        profiles.read(path)


def test_a_suggestion_may_not_name_a_department_that_is_not_listed(folder: Path) -> None:
    path = spoil(folder, 'department = "so-ct"', 'department = "so-cong-thuong"')
    with pytest.raises(ProfileError, match=r"suggestions\[2\]\.department"):
        profiles.read(path)


def test_a_profile_that_is_not_there_is_named_with_those_that_are(folder: Path) -> None:
    with pytest.raises(ProfileError, match=r"ha-noi\.toml: \(file\): no such profile; there are can-tho, cao-bang"):
        load("ha-noi")


@pytest.mark.parametrize("name", ["../settings", "Can-Tho", "", "can_tho", "can-tho\n"])
def test_a_profile_is_not_reached_by_another_path(name: str) -> None:
    with pytest.raises(ProfileError, match="profile id"):
        load(name)


def test_what_is_not_said_is_inherited_but_never_the_identity(folder: Path) -> None:
    parent, child = load("cao-bang"), load("dak-nong")
    assert child.dossier == parent.dossier
    assert child.clocks == parent.clocks
    assert child.groups_of("commune") == parent.groups_of("commune")
    assert child.identity.name != parent.identity.name
    path = spoil(folder, 'province_code = "68"', "", "dak-nong")
    with pytest.raises(ProfileError, match=r"dak-nong\.toml: identity\.province_code: missing key"):
        profiles.read(path)


def test_a_neighbour_may_not_inherit_itself(folder: Path) -> None:
    spoil(folder, "targets = []", 'inherits = "can-tho"\ntargets = []', "cao-bang")
    with pytest.raises(ProfileError, match="one step is the most"):
        profiles.read(folder / "dak-nong.toml")


def test_the_setting_chooses_the_province_and_a_test_may_change_it(settings: object) -> None:
    for province in provinces.ids():
        settings.TXNG_PROVINCE = province  # type: ignore[attr-defined]
        assert provinces.current() is load(province)


def test_every_permission_is_held_by_somebody_somewhere() -> None:
    held = {
        permission
        for province in provinces.ids()
        for kind in ("operator", "department", "commune", "establishment")
        for permission in load(province).permissions_of(kind)
    }
    # A dossier is filed by somebody who has no account yet, a hidden number confirmed by whoever bought the goods.
    assert set(Permission) - held == {Permission.DOSSIER_SUBMIT, Permission.PIN_CONFIRM}


def test_everything_shown_has_an_english_mirror() -> None:
    from django.utils import translation

    profile = load("can-tho")
    with translation.override("en"):
        assert profile.identity.shown == "Can Tho"
        assert profile.groups_of("commune")[0].shown == "Accounts"
        assert profile.texts.approved.shown.startswith("Approved.")
        assert profile.suggestions[0].shown_reason.startswith("a household")
    with translation.override("vi"):
        assert profile.identity.shown == "Cần Thơ"
        assert str(profile.texts.approved).startswith("Đã phê duyệt.")
        assert said(profile, "regulation").startswith("Quy chế")
