"""What can only be seen when a transaction really commits."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection, transaction

from tests import make
from tests.ledger.test_ledger import write
from txng.ledger.recording import OutsideTransaction
from txng.project.database import Cluster


def test_even_the_owner_of_the_table_is_refused(fresh_database: str, cluster: Cluster) -> None:
    entry = make.establishment(agency=make.agency("commune", name="UBND xã"))
    with transaction.atomic():
        write(entry)
    name = connection.settings_dict["NAME"]

    with psycopg.connect(cluster.owner_url(name), autocommit=True) as owner:
        for statement in (
            "UPDATE ledger_entry SET reason = 'khác'",
            "DELETE FROM ledger_entry",
            "TRUNCATE ledger_entry CASCADE",
        ):
            with pytest.raises(psycopg.errors.RaiseException):
                owner.execute(statement)
        assert owner.execute("SELECT count(*) FROM ledger_entry").fetchone() == (1,)


def test_nothing_is_recorded_outside_a_transaction(fresh_database: str) -> None:
    establishment = make.establishment(agency=make.agency("commune", name="UBND xã"))

    with pytest.raises(OutsideTransaction):
        write(establishment)
