from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from txng.kernel import clock


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 9, 20, 16, 59, 59, tzinfo=UTC), date(2026, 9, 20)),
        (datetime(2026, 9, 20, 17, 0, tzinfo=UTC), date(2026, 9, 21)),
        (datetime(2026, 9, 21, 23, 0, tzinfo=timezone(timedelta(hours=9))), date(2026, 9, 21)),
    ],
)
def test_a_day_begins_at_midnight_in_viet_nam(at: datetime, day: date) -> None:
    assert clock.local_date(at) == day


def test_today_is_the_day_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock.timezone, "now", lambda: datetime(2026, 12, 31, 17, 0, tzinfo=UTC))
    assert clock.now().tzinfo is not None
    assert clock.today() == date(2027, 1, 1)
