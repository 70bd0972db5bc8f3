from __future__ import annotations

from django.utils.translation import override

from txng.catalogue import groups
from txng.provinces import current
from txng.registry.sectors import Sector


def test_every_group_has_words_in_both_languages_and_a_sector_of_the_registry() -> None:
    for group in groups.all_groups():
        assert group.name and group.name_en and group.sector in Sector.values
        assert len(group.id) <= 40  # the column of a product


def test_a_recall_forbids_to_eat_and_drink_food_and_to_use_the_rest() -> None:
    with override("vi"):
        assert groups.recall_verb("fresh-fruit") == "ăn, uống"
        assert groups.recall_verb("handicraft") == "sử dụng"
        assert groups.recall_verb("no-such-group") == "sử dụng"
    with override("en"):
        assert groups.recall_verb("fresh-fruit") == "eat, drink"


def test_only_what_grows_is_harvested() -> None:
    assert groups.group("fresh-fruit").is_harvested and groups.group("fish").is_harvested
    assert not groups.group("cakes").is_harvested and not groups.group("community-tourism").is_harvested


def test_every_sector_of_the_profiles_that_makes_things_has_a_group() -> None:
    offered = {group.sector for group in groups.all_groups()}
    assert {sector.code for sector in current().sectors} - offered <= {"science"}
