"""The server controller: started, crashed, orphaned, shared. Everything here happens to a real PostgreSQL."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from txng.project import sharing
from txng.project.binaries import DatabaseTrouble, find_binaries, server_user
from txng.project.database import (
    Cluster,
    database_name,
    make_url,
    parse_url,
    temporary_cluster,
    with_database,
)


@pytest.fixture
def own() -> Iterator[Cluster]:
    with temporary_cluster() as cluster:
        yield cluster


def one(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    return row[0] if row else None


def test_a_socket_folder_and_odd_characters_survive_the_address() -> None:
    url = make_url("me@home", "p/w:?#&%", "/var/run/a b", "dữ liệu")
    parts = parse_url(url)
    assert (parts["NAME"], parts["USER"], parts["PASSWORD"], parts["HOST"]) == (
        "dữ liệu",
        "me@home",
        "p/w:?#&%",
        "/var/run/a b",
    )
    told = psycopg.conninfo.conninfo_to_dict(url)
    assert (told["dbname"], told["user"], told["password"], told["host"]) == (
        "dữ liệu",
        "me@home",
        "p/w:?#&%",
        "/var/run/a b",
    )


def test_an_ordinary_address_keeps_port_and_options() -> None:
    parts = parse_url("postgres://u:p@db.example:6432/txng?sslmode=require")
    assert (parts["HOST"], parts["PORT"], parts["OPTIONS"]) == ("db.example", "6432", {"sslmode": "require"})
    assert parse_url(with_database("postgres://u:p@h/a?sslmode=require", "b"))["NAME"] == "b"


def test_an_address_of_another_kind_of_database_is_refused() -> None:
    with pytest.raises(DatabaseTrouble, match="postgresql://"):
        parse_url("mysql://u:p@h/a")


def test_a_province_has_a_database_name_that_needs_no_quotes() -> None:
    assert database_name("can-tho") == "txng_can_tho"


def test_nobody_but_the_server_and_root_reaches_its_folder(own: Cluster) -> None:
    for folder in (own.home, own.data, own.socket):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(own.keys.stat().st_mode) == 0o600
    assert one(own.admin_url(), "SHOW listen_addresses") == ""
    user = server_user()
    assert own.data.stat().st_uid == (user.pw_uid if user else os.geteuid()) != 0


def test_a_password_is_asked_even_on_the_socket(own: Cluster) -> None:
    own.create("a")
    parts = parse_url(own.owner_url("a"))
    wrong = make_url(parts["USER"], "wrong", parts["HOST"], "a")
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        psycopg.connect(wrong)


def test_the_application_owns_nothing_and_may_make_nothing(own: Cluster) -> None:
    own.create("a")
    query = "SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = {}"
    assert one(own.app_url("a"), query.format("current_user")) is False
    assert one(own.app_url("a"), "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'a'") == (
        "txng_owner"
    )
    with psycopg.connect(own.app_url("a")) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("CREATE TABLE t ()")


def test_a_clone_carries_tables_and_grants_and_a_drop_ends_its_connections(own: Cluster) -> None:
    own.create("a")
    with psycopg.connect(own.owner_url("a")) as owner:
        owner.execute("CREATE TABLE t AS SELECT 7 AS n")
        owner.execute("GRANT SELECT ON t TO txng_app")
    own.clone("a", "b")
    with psycopg.connect(own.app_url("b")) as app:
        assert app.execute("SELECT n FROM t").fetchone() == (7,)
        own.drop("b")
        with pytest.raises(psycopg.OperationalError):
            app.execute("SELECT 1")
    assert "b" not in own.databases()


def test_a_killed_server_recovers_with_what_was_committed() -> None:
    with temporary_cluster(fsync=True) as cluster:
        cluster.create("a")
        with psycopg.connect(cluster.owner_url("a")) as owner:
            owner.execute("CREATE TABLE t AS SELECT 7 AS n")
        assert cluster.process is not None
        cluster.process.send_signal(signal.SIGKILL)
        cluster.process.wait()
        assert (cluster.data / "postmaster.pid").exists()
        assert not cluster.running()
        cluster.start()
        assert one(cluster.owner_url("a"), "SELECT n FROM t") == 7


def test_a_server_left_by_a_killed_command_is_taken_down_before_the_next(own: Cluster) -> None:
    first = own.process
    assert first is not None
    again = Cluster(find_binaries(), own.home, fsync=False)
    try:
        again.start()
        assert first.wait(5) == 0
        assert one(again.admin_url(), "SELECT 1") == 1
    finally:
        again.stop()


def test_a_server_ends_with_the_process_that_started_it() -> None:
    code = (
        "import os, signal\n"
        "from txng.project.database import temporary_cluster\n"
        "with temporary_cluster() as c:\n"
        "    print(c.process.pid, c.home, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    pid, home = done.stdout.split()
    _until(lambda: not Path(f"/proc/{pid}").exists())
    assert not (Path(home) / "data" / "postmaster.pid").exists()
    subprocess.run(["rm", "-rf", home], check=True)


def test_lost_passwords_are_told_apart_from_a_broken_server(own: Cluster) -> None:
    own.stop()
    own.keys.write_text(json.dumps(dict.fromkeys(own.passwords, "another")))
    again = Cluster(find_binaries(), own.home, fsync=False)
    try:
        with pytest.raises(DatabaseTrouble, match=r"passwords in .* do not open"):
            again.start()
    finally:
        again.stop()


def test_a_state_folder_removed_by_hand_means_a_fresh_start_and_the_old_data_set_aside(own: Cluster) -> None:
    own.create("a")
    own.stop()
    own.keys.unlink()
    with Cluster(find_binaries(), own.home, fsync=False) as again:
        assert "a" not in again.databases()
    assert (own.home / "data.aside" / "PG_VERSION").exists()


def test_data_of_another_major_version_are_not_touched(own: Cluster) -> None:
    own.stop()
    (own.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(DatabaseTrouble, match="belong to PostgreSQL 14"):
        Cluster(find_binaries(), own.home, fsync=False).start()


def test_a_deep_folder_gets_a_short_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 60) / ("y" * 60)
    cluster = Cluster(find_binaries(), deep, keys=tmp_path / "keys")
    assert len(str(cluster.socket)) < 93
    assert cluster.socket == Cluster(find_binaries(), deep, keys=tmp_path / "keys").socket
    assert cluster.socket != Cluster(find_binaries(), deep / "z", keys=tmp_path / "keys").socket


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "state"
    folder.mkdir(mode=0o700)
    yield folder
    home = sharing.checkout_cluster(folder).home
    subprocess.run(["rm", "-rf", str(home)], check=True)


def test_two_commands_share_one_server_and_the_last_ends_it(state: Path) -> None:
    with sharing.Shared(state) as first:
        with sharing.Shared(state) as second:
            assert first.admin_url() == second.admin_url()
            assert one(second.admin_url(), "SELECT 1") == 1
        assert one(first.admin_url(), "SELECT 1") == 1
        first.create("kept")
    assert not first.running()
    with sharing.Shared(state) as third:
        assert "kept" in third.databases()
    assert not third.running()


def test_a_killed_command_leaves_no_server_behind(state: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from txng.project.sharing import Shared\n"
        "with Shared(Path(sys.argv[1])) as c:\n"
        "    assert c.running()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(state)], capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    cluster = sharing.checkout_cluster(state)
    _until(lambda: not (cluster.data / "postmaster.pid").exists())


def test_a_fallen_server_is_started_again_under_those_who_use_it(state: Path) -> None:
    with sharing.Shared(state) as cluster:
        pid = int((cluster.data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        _until(lambda: not Path(f"/proc/{pid}").exists())
        _until(cluster.running)
        assert one(cluster.admin_url(), "SELECT 1") == 1


def _until(ask: Callable[[], bool]) -> None:
    """Waits for what another process does; a generous bound, so that never is a failure and slow is not."""
    deadline = time.monotonic() + 60
    while not ask():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)
