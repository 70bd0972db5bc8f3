"""Other people's documents, through the real capture of a running site, and back."""

from __future__ import annotations

import contextlib
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.claims.framework import Claim, Context, Measured
from tests.claims.trace.programs import Answer, Program, keys
from tests.conformance.epcis import corpus
from tests.harness import Installation
from txng.gs1 import epcis

CLAIM = Claim(
    "trace-02",
    "All 150 documents of the collections (GS1, OpenEPCIS, IFT, FasTnT, epcis2.js, our lychee chain) sent to a running "
    "site under each of the three reading levels: each gets the verdict decided for it, with its layer; each that is "
    "accepted comes back equal, hash by hash, and its original byte by byte (EP-02, EP-04, EP-05, EP-07, EP-16).",
    vi="150 tài liệu EPCIS của các bộ mẫu gửi vào hệ thống đang chạy, ở cả ba mức đọc: mỗi tài liệu nhận đúng kết quả đã "
    "quyết định; tài liệu được nhận thì lấy ra đúng như đã gửi, bản gốc đúng từng byte.",
)
EXAMPLES = "epcis/examples/"
JSON, XML = "application/json", "application/xml"
PATIENCE = 120.0
Sent = Callable[[str], bytes]  # what goes over the line for a document; the control sends something else


@dataclass
class Told:
    """What the site said of the documents, level by level, and what was not as it should be."""

    verdicts: Counter[str] = field(default_factory=Counter)
    events: int = 0
    originals: int = 0
    wrong: list[str] = field(default_factory=list)


def measure(ctx: Context) -> Measured:
    told = Told()
    for rows in rounds():
        with site(ctx) as (running, programs):
            deliver(running, programs, rows, told)
    levels = ", ".join(f"{told.verdicts[level]} {level}" for level in corpus.SETTINGS)
    n = sum(told.verdicts.values())
    return Measured(
        not told.wrong and n == 450 and told.events > 0,
        f"verdicts as decided: {levels}; {told.events} events came back equal, {told.originals} originals byte by byte"
        f"; {len(told.wrong)} faults{'; first: ' + told.wrong[0] if told.wrong else ''}",
        n,
    )


def control(ctx: Context) -> bool:
    """A value changed on the way, a byte too many, a document that is read more liberally than was decided."""
    rows = {row["path"]: row for row in corpus.verdicts()}
    good = "own-vn-lychee/01-commission-farm-lots.jsonld"
    good = good if good in rows else "epcis2.js/hashing/epcisDocWithSensorDataObjectEvent.json"
    refused = "epcis2.js/hashing/epclist_normalisation.json"

    def changed(path: str) -> bytes:
        whole = json.loads(corpus.data(EXAMPLES + path))
        whole["epcisBody"]["eventList"][0]["eventTime"] = "2026-01-01T00:00:00.000Z"
        return json.dumps(whole).encode()

    spoilt: list[tuple[str, Sent, str]] = [
        (good, changed, "did not come back"),
        (good, lambda path: corpus.data(EXAMPLES + path) + b"\n", "is another"),
    ]
    noticed = []
    with site(ctx) as (running, programs):
        for path, sent, words in spoilt:
            told = Told()
            deliver(running, {"standard": programs["standard"]}, [rows[path]], told, sent=sent)
            noticed.append(any(words in one for one in told.wrong))
        told = Told()
        deliver(running, {"standard": programs["liberal"]}, [rows[refused]], told)
        noticed.append(any("instead of" in one for one in told.wrong))
    return all(noticed)


# --- the site ---------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def site(ctx: Context) -> Iterator[tuple[Installation, dict[str, Program]]]:
    """With the two keys `./txng facts` prints, and a third whose sender is read strictly."""
    with ctx.own_installation("can-tho", worker=True) as running:
        [strict] = keys(running, "Phần mềm chặt", 1, level="strict")
        api = running.facts["api"]
        tokens = {"standard": api["token"], "liberal": api["liberal_token"], "strict": strict}
        yield running, {level: Program(running.base_url, [token]) for level, token in tokens.items()}


def rounds() -> list[list[dict[str, str]]]:
    """Documents that use one ID for different events cannot be in one record: each goes where it contradicts nobody."""
    found: list[tuple[dict[Any, set[bytes]], list[dict[str, str]]]] = []
    for row in corpus.verdicts():
        said: dict[Any, set[bytes]] = defaultdict(set)
        for event in _events(row["path"]):
            if event.id:
                said[event.id, event.error_declaration and event.error_declaration.time].add(_shown(event))
        for held, rows in found:
            if all(held.get(key, forms) == forms for key, forms in said.items()):
                held.update(said)
                rows.append(row)
                break
        else:
            found.append((dict(said), [row]))
    return [rows for _, rows in found]


def _events(path: str) -> list[epcis.Event]:
    """As the most forgiving level that takes it reads them."""
    for level in ("standard", "liberal"):
        with contextlib.suppress(epcis.EpcisError):
            found = corpus.read(EXAMPLES + path, corpus.SETTINGS[level])
            if not found.errors:
                return found.events
    return []


def _shown(event: epcis.Event) -> bytes:
    """The normal form, but for what is ours to say: the time it was recorded, and an ID where its sender gave none."""
    return epcis.dumps({k: v for k, v in sorted(event.as_json().items()) if k not in ("recordTime", "@context")})


# --- there ------------------------------------------------------------------------------------------------------------


def deliver(
    running: Installation,
    programs: dict[str, Program],
    rows: list[dict[str, str]],
    told: Told,
    sent: Sent = lambda path: corpus.data(EXAMPLES + path),
) -> None:
    accepted: list[tuple[str, str]] = []
    for level, program in programs.items():
        jobs: dict[str, str] = {}
        for row in rows:
            path, media = row["path"], "application/xml" if row["path"].endswith(".xml") else "application/json"
            answer = program.post("/epcis/capture", sent(path), media)
            if answer.status == 400 and answer.json["code"] == "not_a_document":
                answer = program.post("/epcis/events", sent(path), media)
            if answer.status == 202:
                jobs[path] = answer.headers["location"]
            else:
                _judged(told, level, row, _refusal(answer), accepted)
        ended = _ended(program, set(jobs.values()))
        for row in rows:
            if row["path"] in jobs:
                job = ended[jobs[row["path"]]]
                _judged(told, level, row, _of_job(job), accepted)
                _original(told, program, row["path"], jobs[row["path"]])
    _came_back(running, next(iter(programs.values())), accepted, told)


def _refusal(answer: Answer) -> str:
    if answer.status == 201:
        return "ok 1"
    if answer.status != 400:
        return f"{answer.status} {answer.body[:200]!r}"
    first = answer.json["errors"][0]
    return f"{first['layer']}/{first['code']}"


def _of_job(job: dict[str, Any]) -> str:
    if job["success"]:
        return f"ok {job['storedCount'] + job['duplicateCount']}"
    first = job["errors"][0]
    return f"{first['layer']}/{first['code']} {job['errorCount']} of {job['eventCount']}"


def _judged(told: Told, level: str, row: dict[str, str], said: str, accepted: list[tuple[str, str]]) -> None:
    decided = row[level]
    # A single event has no “of how many”, and a document that cannot be read no events.
    if said == decided or ("of" not in said and said == decided.split(" ")[0]) or said.split(" ")[0] == decided:
        told.verdicts[level] += 1
    else:
        told.wrong.append(f"{row['path']}, {level}: {said} instead of {decided}")
    if said.startswith("ok"):
        accepted.append((row["path"], level))


def _ended(program: Program, jobs: set[str]) -> dict[str, dict[str, Any]]:
    deadline = time.monotonic() + PATIENCE
    while True:
        answer = program.get("/epcis/capture?perPage=500")
        listed = {f"/epcis/capture/{job['captureID']}": job for job in answer.json}
        if jobs <= set(listed) and not any(listed[job]["running"] for job in jobs):
            return listed
        if time.monotonic() > deadline:
            raise RuntimeError(f"{sum(listed[job]['running'] for job in jobs)} jobs have not ended")
        time.sleep(0.5)


# --- and back ---------------------------------------------------------------------------------------------------------


def _original(told: Told, program: Program, path: str, job: str) -> None:
    if program.get(f"{job}/document").body == corpus.data(EXAMPLES + path):
        told.originals += 1
    else:
        told.wrong.append(f"{path}: its original is another")


def _came_back(running: Installation, program: Program, accepted: list[tuple[str, str]], told: Told) -> None:
    """Every event the site holds, as it answers in JSON and in XML: each that was sent must be among them, in the
    syntax it came in, and its hash among those that were stored."""
    hashes = {bytes(one).hex() for (one,) in running.sql("SELECT hash FROM trace_capturedevent")}
    held = {media: {_key(e, n) for e in _all_events(program, media) for n in (True, False)} for media in (JSON, XML)}
    for path, level in accepted:
        media = XML if path.endswith(".xml") else JSON
        for event in corpus.read(EXAMPLES + path, corpus.SETTINGS[level]).events:
            if _key(event, bool(event.id)) in held[media] and epcis.event_hash(event)[14:78] in hashes:
                told.events += 1
            else:
                told.wrong.append(f"{path}, {level}: event {event.id or '(no ID)'} did not come back as it was sent")


def _key(event: epcis.Event, named: bool) -> tuple[bytes, str, str]:
    """The normal form and the hash. Where a sender writes `urn:epcglobal:cbv:mda` and the standard's own context adds
    a colon, the standard's hash takes two names for one (docs/epcis-quyet-dinh.md): there the fingerprint speaks."""
    twofold = "urn:epcglobal:cbv:mda" in epcis.prehash(event)
    hash_ = "" if twofold else epcis.event_hash(event)
    return (_shown(event) if named else _unnamed(event)), hash_, epcis.fingerprint(event) if event.id and named else ""


def _unnamed(event: epcis.Event) -> bytes:
    whole = {k: v for k, v in sorted(event.as_json().items()) if k not in ("recordTime", "@context", "eventID")}
    return epcis.dumps(whole)


def _all_events(program: Program, media: str) -> Iterator[epcis.Event]:
    path = "/epcis/events?perPage=200"
    while path:
        answer = program.get(path, Accept=media)
        assert answer.status == 200, answer.body[:500]
        read = epcis.read_xml if media == XML else epcis.read_json
        found = read(answer.body, source=epcis.LIBERAL)
        assert not found.errors, found.faults[:3]
        yield from found.events
        link = answer.headers.get("link", "")
        path = link[1 : link.index(">")] if link else ""
