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
    """In a clone without the triggers the owner's attempt goes through: the refusal is theirs."""
    with ctx.own_installation(PROVINCE, empty=True) as site:
        site.sql(
            "INSERT INTO ledger_entry (at, kind, actor_label, actor_organisation, actor_kind, subject_type, subject_id,"
            " subject_label, unit_path, sector, reason, ground, request_id)"
            " VALUES (now(), 'x.y:z', 'x', '', 'system', 'x', '1', 'x', '', '', '', '', '')",
            owner=True,
        )
        site.sql("ALTER TABLE ledger_entry DISABLE TRIGGER ALL", owner=True)
        site.sql(STATEMENTS[1], owner=True)
        return site.sql("SELECT count(*) FROM ledger_entry", owner=True) == [(0,)]
