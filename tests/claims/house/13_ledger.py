"""The ledger cannot be altered, and a failing consequence takes the change back."""

from __future__ import annotations

import psycopg

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "house-13",
    "The database refuses to change, delete or truncate a ledger entry, for the application and for the owner; a consequence that raises takes the change back (G1, F27).",
    vi="Cơ sở dữ liệu từ chối sửa, xóa sổ ghi, kể cả với chủ bảng; hệ quả bị lỗi thì thay đổi được hoàn lại.",
)
STATEMENTS = (
    "UPDATE ledger_entry SET reason = 'x' WHERE id = (SELECT min(id) FROM ledger_entry)",
    "DELETE FROM ledger_entry WHERE id = (SELECT min(id) FROM ledger_entry)",
    "TRUNCATE ledger_entry",
)
PROVINCE = "can-tho"


def refused(ctx: Context, statement: str, *, owner: bool) -> bool:
    try:
        ctx.installation(PROVINCE).sql(statement, owner=owner)
    except psycopg.Error:
        return True
    return False


def measure(ctx: Context) -> Measured:
    site = ctx.installation(PROVINCE)
    before = site.sql("SELECT count(*), md5(string_agg(e::text, '' ORDER BY id)) FROM ledger_entry e", owner=True)
    answers = [refused(ctx, statement, owner=owner) for owner in (False, True) for statement in STATEMENTS]
    after = site.sql("SELECT count(*), md5(string_agg(e::text, '' ORDER BY id)) FROM ledger_entry e", owner=True)
    passed, failed = ctx.pytest("tests/ledger", "-k", "takes_the_change_back")
    holds = all(answers) and before == after and failed == 0 and passed == 1
    return Measured(holds, f"{sum(answers)}/{len(answers)} attempts refused on {before[0][0]} entries", len(answers))


def control(ctx: Context) -> bool:
    """The same statements on a copy of the table that lacks the triggers: they go through, so the refusal is theirs."""
    site = ctx.installation(PROVINCE)
    site.sql("CREATE TABLE ledger_copy (LIKE ledger_entry INCLUDING ALL)", owner=True)
    try:
        went_through = []
        for statement in STATEMENTS:
            site.sql("INSERT INTO ledger_copy OVERRIDING SYSTEM VALUE SELECT * FROM ledger_entry LIMIT 1", owner=True)
            site.sql(statement.replace("ledger_entry", "ledger_copy"), owner=True)
            went_through.append(site.sql("SELECT count(*) FROM ledger_copy WHERE reason <> 'x'", owner=True) == [(0,)])
            site.sql("TRUNCATE ledger_copy", owner=True)
        return all(went_through)
    finally:
        site.sql("DROP TABLE ledger_copy", owner=True)
