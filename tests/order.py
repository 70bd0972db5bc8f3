"""In which order the workers of a run take the tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
MEANWHILE = 60  # seeding takes as long as this part of all tests


def dealt(tests: Sequence[T], workers: int, module: Callable[[T], str], is_slow: Callable[[T], bool]) -> list[T]:
    """Each worker is given one stretch of this: a part of the slow ones, whole modules of them, begins it. All but the
    first have some quick ones before: the first begins with seeding the site whose copies they would only wait for.

    So at the end there are only quick ones to hand from one worker to another, and none sits alone with a long one;
    and a worker that has started a site walks all its pages.
    """
    modules: dict[str, list[T]] = {}
    quick = []
    for test in tests:
        if is_slow(test):
            modules.setdefault(module(test), []).append(test)
        else:
            quick.append(test)
    ordered: list[T] = []
    for number in range(workers):
        slow = [test for one in list(modules.values())[number::workers] for test in one]
        room = max(0, len(tests) // workers - len(slow)) if number < workers - 1 else len(quick)
        before = min(room, len(tests) // MEANWHILE) if number else 0
        ordered += quick[:before] + slow + quick[before:room]
        del quick[:room]
    return ordered
