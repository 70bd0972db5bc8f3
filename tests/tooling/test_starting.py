"""What the command says before anything is set up: each trouble with its exact remedy."""

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from command import setting_up, starting

ROOT = Path(__file__).resolve().parents[2]


def test_a_taken_port_is_named_together_with_a_free_one() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = starting.port_trouble("127.0.0.1", port)
    assert said is not None
    assert f"Port {port} is taken" in said
    suggested = re.search(r"\./txng up --port (\d+)$", said)
    assert suggested is not None
    assert starting.port_trouble("127.0.0.1", int(suggested[1])) is None


@pytest.mark.parametrize(
    ("host", "port", "remedy"),
    [
        ("127.0.0.1", 70000, "./txng up --port 8001"),
        ("no-such-host.invalid", 8000, "./txng up --host 0.0.0.0"),
        ("192.0.2.77", 8000, "./txng up --host 0.0.0.0"),
    ],
)
def test_an_impossible_address_comes_with_one_that_works(host: str, port: int, remedy: str) -> None:
    said = starting.port_trouble(host, port)
    assert said is not None
    assert said.endswith(remedy)


def test_the_help_names_every_command_and_no_other() -> None:
    listed = set(re.findall(r"^  ([a-z]+)", starting.HELP, re.MULTILINE))
    assert listed == starting.COMMANDS | {"help"}


def test_the_help_lists_the_provinces_that_ship() -> None:
    for province in starting.provinces():
        assert province in starting.page()


def test_an_unknown_command_fails_with_the_help() -> None:
    done = subprocess.run([sys.executable, ROOT / "txng", "fly"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "no command 'fly'" in done.stderr
    assert "./txng" in done.stderr


def test_the_stamp_follows_the_content_of_the_requirements(tmp_path: Path) -> None:
    locked = tmp_path / "requirements.txt"
    locked.write_text("a==1\n")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").touch()
    assert not setting_up._stamped(tmp_path, locked)
    setting_up._stamp(tmp_path, locked).write_text(setting_up._print_of(locked))
    assert setting_up._stamped(tmp_path, locked)
    locked.write_text("a==2\n")
    assert not setting_up._stamped(tmp_path, locked)


def test_the_packages_for_testing_serve_for_running_too(tmp_path: Path) -> None:
    running, testing = tmp_path / "requirements.txt", tmp_path / "requirements-dev.txt"
    running.write_text("a==1\n")
    testing.write_text("a==1\nb==1\n")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").touch()
    setting_up._stamp(tmp_path, testing).write_text(setting_up._print_of(testing))
    assert setting_up._stamped(tmp_path, running)
    setting_up._stamp(tmp_path, testing).unlink()
    setting_up._stamp(tmp_path, running).write_text(setting_up._print_of(running))
    assert not setting_up._stamped(tmp_path, testing)


def test_a_python_without_venv_is_told_the_package_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, "ensurepip is not available", "")
    monkeypatch.setattr(setting_up.subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(setting_up.Trouble, match=r"apt-get install python3\.\d+-venv"):
        setting_up._make_environment(tmp_path)


def test_a_full_disk_is_named_before_the_installation_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = type("Usage", (), {"free": 200_000_000})()
    monkeypatch.setattr(setting_up.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(setting_up.Trouble, match="Only 200 MB are free"):
        setting_up._enough_room(tmp_path)


def test_an_environment_moved_from_elsewhere_is_made_anew(tmp_path: Path) -> None:
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "python").symlink_to(sys.executable)
    (programs / "activate").write_text('VIRTUAL_ENV="/somewhere/else/.venv"\n')
    assert not setting_up._works(programs / "python")
    (programs / "activate").write_text(f'VIRTUAL_ENV="{tmp_path / ".venv"}"\n')
    assert setting_up._works(programs / "python")


def test_uv_is_told_the_index_pip_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "global.extra-index-url='file:///a\\nfile:///b'\nglobal.find-links='/wheels'\n"
    monkeypatch.setattr(setting_up.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, said, ""))
    for name in ("PIP_FIND_LINKS", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    told = setting_up._index_for_uv(["pip"])
    assert told["UV_INDEX"] == "file:///a file:///b"
    assert told["UV_FIND_LINKS"] == "/wheels"
    assert "UV_DEFAULT_INDEX" not in told


def test_the_command_names_no_package_host() -> None:
    for path in [ROOT / "txng", *(ROOT / "tools" / "command").glob("*.py")]:
        hosts = set(re.findall(r"https?://([a-z0-9.-]+)", path.read_text()))
        assert not hosts, f"{path.name}: {hosts}"


def test_what_runs_first_needs_the_standard_library_only() -> None:
    for name in ("starting", "setting_up"):
        text = (ROOT / "tools" / "command" / f"{name}.py").read_text()
        modules = set(re.findall(r"^\s*(?:from|import) ([a-z_]+)", text, re.MULTILINE))
        assert modules <= set(sys.stdlib_module_names) | {"command", "__future__"}
