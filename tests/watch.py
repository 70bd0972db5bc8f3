"""What every verb and every request of the whole test run leaves in the ledger (issue 3, architecture 3.8).

Installed before anything of the project is imported: each function of `actions/` that bears the name of its file is
a verb and is watched. A verb that changed rows made exactly one entry, with who, why where it was told why, and what
was or is; one that changed nothing made none. A request changes rows in verbs alone, or stands on LISTED.
"""

from __future__ import annotations

import functools
import importlib
import importlib.abc
import importlib.machinery
import inspect
import re
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

_VERB = re.compile(r"txng\.(\w+)\.actions\.([a-z]\w+)")
_WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?')
# The ledger itself, the queue of consequences, numbers of paper: no verb could be told without them.
_ALWAYS = re.compile(r"ledger_entry|procrastinate_\w+|kernel_numbercounter|accounts_session|django_session")

# Verbs whose changes are not told, and why.
UNTOLD_VERBS = {
    "registry.start_dossier": "a draft is its writer's own until it is filed (names.md 2)",
    "registry.save_step": "a draft, as above; a supplement is told when it is sent",
    "registry.add_paper": "a draft, as above",
    "registry.remove_paper": "a draft, as above",
    **dict.fromkeys(
        (
            *("production.draft_process", "production.start_version", "production.edit_process"),
            *("production.put_process_task", "production.drop_process_task"),
        ),
        "a draft, as above; the published process is told with its tasks",
    ),
    "trace.accept_capture": "a document in the queue is told once it is judged: stored, or refused",
    **dict.fromkeys(
        (
            *("catalogue.save_draft", "catalogue.keep_paper", "catalogue.drop_paper", "catalogue.keep_photos"),
            "catalogue.keep_sound",
            *("registry.save_profile", "registry.keep_document", "registry.drop_document"),
        ),
        "a draft is its writer's own until it is sent (names.md 2); what is sent is told whole",
    ),
}
# Verbs that now and then change something before anybody is told, and one that tells without a change.
SOMETIMES_SILENT = {
    "registry.withdraw_dossier": "of a draft, which nobody else has seen",
    "catalogue.withdraw_change": "of a draft, as above",
    "registry.withdraw_profile": "of a draft, as above",
    "stamps.make_print_file": "of a file that could not be made, which the page of its job says",
    "registry.appraise_dossier": "notes are the reviewer's own until the decision quotes them",
    "stamps.confirm_pin": "a wrong number is counted, and is no fact about the stamp",
}
TELLS_ONLY = {"stamps.hand_out_print_file": "each handing out of the file is told, whatever it changes"}
# Parts of verbs that have a line of their own: approving an unread dossier in two clicks is three verbs of Điều 6.
STEPS = {
    "txng.registry.actions.taking": ("receive", "appraise"),
    "txng.registry.actions.tell_managing_agency": ("tell",),
    "txng.registry.actions.join_establishment": ("assign",),
    "txng.stamps.actions.issue_codes": ("approve", "make_codes"),
    "txng.stamps.actions.order_stamps": ("make_batch",),
}

# Requests that change rows outside any verb, reviewed: address, tables. The security log tells of sign-ins
# (names.md 5), each person of their own keys; a scan is a line, no verb (names.md 5).
_SIGN_IN = {"accounts_user", "accounts_knowndevice", "mfa_authenticator"}
_OUTSIDE = _SIGN_IN | {"accounts_outsideidentity"}
_SCAN = {"resolver_scanline", "resolver_daykey"}
_INBOX = {"notifications_notice"}
_WISHES = {"notifications_preference", "notifications_quiethours"}
_KEY = {"accounts_apiclient"}
_ADDRESS = {"notifications_confirmedaddress", "notifications_outboundmessage"}
LISTED: dict[str, set[str]] = {
    "*": {"kernel_storedfile", "kernel_usedroom"},  # bytes are put away before the verb that names them
    **dict.fromkeys(("scan", "scan-own", "scan-typed"), _SCAN),
    **dict.fromkeys(
        (
            *("account_login", "mfa_authenticate", "second-factor-enrol", "account-activate", "join", "enter"),
            *("passkey-sign-in", "passkey-second-step", "passkey-enrol", "passkey-add", "passkey-rename"),
            *("passkey-remove", "recovery-codes", "authenticator", "authenticator-remove", "change-password"),
            *("confirm-again", "confirm-passkey", "sign-out", "session-end", "sessions-end-others"),
        ),
        _SIGN_IN,
    ),
    **dict.fromkeys(("outside-return", "outside-unlink"), _OUTSIDE),
    # One's own inbox and wishes write no entry (names.md 2); what a letter's link may do is said there.
    **dict.fromkeys(("notice-open", "agency-notice-open", "notices-read-all", "agency-notices-read-all"), _INBOX),
    **dict.fromkeys(("notice-preferences", "agency-notice-preferences", "letters-stop"), _WISHES),
    **dict.fromkeys(("notice-address", "agency-notice-address", "own-email"), _ADDRESS),
    "address-confirm": _ADDRESS | {"accounts_user", "accounts_passwordreset"},  # who holds the mailbox has the letter
    # The reading side of EPCIS: a key is used, a page token given back.
    **{
        key: {"accounts_apiclient"}
        for key in (
            *("epcis", "epcis-top", "epcis-queries", "epcis-query", "epcis-query-events"),
            *("epcis-subscriptions", "epcis-subscription"),
            *(
                f"epcis-{name}{part}"
                for name in ("eventTypes", "epcs", "bizSteps", "bizLocations", "readPoints", "dispositions")
                for part in ("", "-item", "-item-events")
            ),
        )
    },
    "epcis-next-page-token": {"accounts_apiclient", "trace_spenttoken"},
    "password-reset": _SIGN_IN | {"accounts_passwordreset"},
    # When a key was last used.
    "api-me": _KEY,
    "epcis-capture": _KEY,
    "epcis-capture-job": _KEY,
    "epcis-capture-document": _KEY,
    "epcis-events": _KEY,
    "epcis-event": _KEY,
}


@dataclass
class Call:
    verb: str
    reason: str = ""
    entries: list[Any] = field(default_factory=list)
    writes: Counter[str] = field(default_factory=Counter)


@dataclass
class Watch:
    called: Counter[str] = field(default_factory=Counter)
    requests: int = 0  # that changed rows
    faults: list[str] = field(default_factory=list)


watch = Watch()
verbs: set[str] = set()
_here = threading.local()


def _frames() -> list[Call]:
    if not hasattr(_here, "frames"):
        _here.frames = []
    return _here.frames  # type: ignore[no-any-return]


def _count(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    result = execute(sql, params, many, context)
    written = _WRITES.match(str(sql))
    if written and not _ALWAYS.fullmatch(written[1]) and _frames():
        _frames()[-1].writes[written[1]] += 1
    return result


@contextmanager
def frame(call: Call) -> Iterator[Call]:
    from django.db import connection

    frames = _frames()
    frames.append(call)
    try:
        if len(frames) == 1:
            with connection.execute_wrapper(_count):
                yield call
        else:
            yield call
    finally:
        frames.pop()


def watched(verb: str, act: Callable[..., Any]) -> Callable[..., Any]:
    signature = inspect.signature(act)

    @functools.wraps(act)
    def call(*args: Any, **kwargs: Any) -> Any:
        given = signature.bind_partial(*args, **kwargs).arguments
        with frame(Call(verb, reason=str(given.get("reason") or ""))) as made:
            result = act(*args, **kwargs)
        watch.called[verb] += 1
        watch.faults += judged(made)
        return result

    return call


def judged(call: Call) -> list[str]:
    """What is wrong with what a verb left behind."""
    if call.verb in UNTOLD_VERBS:
        return [f"{call.verb} is listed as untold and made an entry"] if call.entries else []
    if call.verb in SOMETIMES_SILENT and not call.entries:
        return []
    if not call.writes and call.verb not in TELLS_ONLY:
        return [f"{call.verb} changed nothing and made {len(call.entries)} entries"] if call.entries else []
    if len(call.entries) != 1:
        return [f"{call.verb} changed {dict(call.writes)} and made {len(call.entries)} entries"]
    (entry,) = call.entries
    wrong = []
    if not entry.actor_label:
        wrong.append(f"{call.verb}: an entry without an actor")
    if call.reason.strip() and not entry.reason:
        wrong.append(f"{call.verb}: told why, and the entry does not say it")
    if entry.before is None and entry.after is None:
        wrong.append(f"{call.verb}: an entry that says neither what was nor what is")
    return wrong


def _entry_made(sender: Any, instance: Any, **_: Any) -> None:
    if _frames():
        _frames()[-1].entries.append(instance)


# --- requests -----------------------------------------------------------------------------------------------


def _watch_requests() -> None:
    from django.core.handlers.base import BaseHandler

    answer = BaseHandler.get_response

    @functools.wraps(answer)
    def get_response(self: Any, request: Any) -> Any:
        before = sum(watch.called.values())
        with frame(Call("request")) as made:
            response = answer(self, request)
        name = request.resolver_match.url_name if getattr(request, "resolver_match", None) else "?"
        if made.writes or sum(watch.called.values()) > before:
            watch.requests += 1
        outside = set(made.writes) - LISTED.get(name, set()) - LISTED["*"]
        if outside and getattr(request, "urlconf", None) is None:
            watch.faults.append(f"{request.method} {name} changed {sorted(outside)} outside any verb")
        return response

    BaseHandler.get_response = get_response  # type: ignore[method-assign]


# --- installing ---------------------------------------------------------------------------------------------


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if not _VERB.fullmatch(name) and name != "txng.ledger.recording":
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def exec_module(module: ModuleType) -> None:
                load(module)
                _wrap(module)

            spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


def _wrap(module: ModuleType) -> None:
    if module.__name__ == "txng.ledger.recording":
        at_once = module.at_once
        module.at_once = lambda kind, *listeners: at_once(kind, *map(_consequence, listeners))  # type: ignore[attr-defined]
        return
    found = _VERB.fullmatch(module.__name__)
    assert found is not None
    for step in STEPS.get(module.__name__, ()):
        setattr(module, step, watched(f"{found[1]}.{step}", getattr(module, step)))
    act = getattr(module, found[2], None)
    if inspect.isfunction(act) and "actor" in inspect.signature(act).parameters:
        verb = f"{found[1]}.{found[2]}"
        verbs.add(verb)
        setattr(module, found[2], watched(verb, act))


def _consequence(listener: Callable[[Any], None]) -> Callable[[Any], None]:
    """What follows at once is not the verb's own change: it has a verb or an entry of its own."""

    @functools.wraps(listener)
    def heard(entry: Any) -> None:
        with frame(Call("consequence")):
            listener(entry)

    return heard


def install() -> None:
    sys.meta_path.insert(0, _Finder())


def connect() -> None:
    """Once Django is ready; every verb there is becomes known."""
    from django.apps import apps
    from django.db.models.signals import post_save

    from txng.ledger.models import Entry

    for app in apps.get_app_configs():
        if (Path(app.path) / "actions").is_dir():
            importlib.import_module(f"{app.name}.actions")
    post_save.connect(_entry_made, sender=Entry, dispatch_uid="tests.watch")
    _watch_requests()
