"""The collector waits while one of several works asks it to, and no longer."""

import gc
import threading

from txng.kernel.collecting import collector_waits


def test_it_waits_and_runs_again() -> None:
    with collector_waits():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_runs_again_after_a_failure() -> None:
    try:
        with collector_waits():
            raise ValueError
    except ValueError:
        assert gc.isenabled()


def test_of_two_works_at_once_the_last_switches_it_on() -> None:
    inside, leave = threading.Event(), threading.Event()

    def other() -> None:
        with collector_waits():
            inside.set()
            leave.wait(10)

    thread = threading.Thread(target=other)
    with collector_waits():
        thread.start()
        assert inside.wait(10)
    assert not gc.isenabled()
    leave.set()
    thread.join()
    assert gc.isenabled()


def test_who_had_it_off_keeps_it_off() -> None:
    gc.disable()
    try:
        with collector_waits():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
