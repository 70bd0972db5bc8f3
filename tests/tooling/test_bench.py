"""The benches themselves: what they write, and that what they measure against is the same."""

import json
from datetime import date
from typing import Any

import pytest

from tests.bench import codes, filling, generator, measuring, peer, run, serials_peer
from tests.bench.measuring import Line, Result
from txng.gs1.epcis import read_json
from txng.stamps.serials import KeyRing
from txng.trace.graph.edges import edges_of


def line(*, holds: bool = True, ratio: str = "61 %") -> Line:
    return Line("events of one item", "9 events/s", "5 events/s", ratio, "≥ 45 %", holds)


def test_without_a_name_the_benches_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main([]) == 0
    said = capsys.readouterr().out
    assert all(f"./txng bench {name}" in said for name in measuring.BENCHES)
    assert run.ABOUT.keys() == measuring.BENCHES.keys()


def test_an_unknown_bench_is_refused() -> None:
    with pytest.raises(SystemExit) as ended:
        run.main(["nothing"])
    assert ended.value.code == 2


def test_the_page_tells_limit_ours_and_a_missed_promise_side_by_side() -> None:
    page = run.page([Result("capture", [line(holds=False)], ["a note"])], {"machine": "2 × X"}, date(2026, 11, 22))
    assert "| events of one item | 9 events/s | 5 events/s | 61 % | ≥ 45 % | **MISSED** |" in page
    assert "- Measured 2026-11-22: machine 2 × X." in page
    assert "- a note" in page


def test_a_bench_that_was_not_run_keeps_its_part_of_the_page() -> None:
    first = run.page([Result("capture", [line(ratio="61 %")]), Result("trace", [line()])], {}, date(2026, 11, 22))
    again = run.page([Result("capture", [line(ratio="70 %")])], {}, date(2026, 11, 23), before=first)
    assert "70 %" in again
    assert again.count("## capture") == 1
    assert again.partition("## trace")[2] == first.partition("## trace")[2]


def test_a_missed_promise_fails_the_bench() -> None:
    assert Result("x", [line()]).holds
    assert not Result("x", [line(), line(holds=False)]).holds


@pytest.mark.parametrize("step", range(len(generator.STEPS)))
def test_a_generated_document_is_sound_and_never_repeats_a_code(step: int) -> None:
    chains = generator.Chains()
    documents = [read_json(chains.document_of_items(20, step)) for _ in range(2)]
    assert not any(document.errors for document in documents)
    things = [thing.id for document in documents for event in document.events for thing in event.things()]
    assert len(set(things)) == len(things) == 40
    assert len({event.id for document in documents for event in document.events}) == 40


def test_the_same_seed_tells_the_same_events() -> None:
    assert generator.Chains(7).document_of_items(5, 3) == generator.Chains(7).document_of_items(5, 3)


def test_a_lot_graph_has_the_edges_it_says_and_all_lots_lead_to_the_last() -> None:
    events, first, last, count = generator.lot_graph(25, 2, "T")
    edges = [edge for event in read_json(generator.document(events)).events for edge in edges_of(event)]
    assert len(edges) == count
    reached, before = {last}, set()
    while reached != before:
        before = set(reached)
        reached |= {edge.source for edge in edges if edge.target in before}
    assert reached == {first, last, *(end for edge in edges for end in (edge.source, edge.target))}


@pytest.mark.django_db
def test_rows_that_fill_a_table_are_rows_the_product_would_have_written(people: dict[str, Any]) -> None:
    """Or the history would be measured over something else than events."""
    from django.db import connection

    from txng.gs1.epcis import Event
    from txng.trace.models import CapturedEvent, EventIdentifier

    with connection.cursor() as cursor:
        filling.fill(cursor.execute, 20)
    events = list(CapturedEvent.objects.order_by("id"))
    assert len(events) == 20
    for event in events:
        told = Event.from_json(event.body)
        assert told.as_json() == event.body
        assert (told.id, told.event_time, told.biz_step) == (event.event_id, event.event_time, event.biz_step)
        [thing] = EventIdentifier.objects.filter(event_id=event.pk)
        assert (thing.key, thing.event_time) == (next(iter(told.things())).id, event.event_time)
    assert EventIdentifier.objects.filter(key=filling.key(3)).count() == filling.STEPS


def test_a_peer_that_did_not_run_is_told_and_not_counted() -> None:
    result = Result("capture")
    measuring._against_the_peer(result, peer.Peer(why_not="cannot be installed: not counted."), 9_000)
    assert (result.lines, result.notes) == ([], ["cannot be installed: not counted."])
    for per_second, holds in ((90.0, True), (91.0, False)):
        measuring._against_the_peer(result, peer.Peer(per_second=per_second), 9_000)
        assert result.lines[-1].holds is holds


def test_what_the_inside_of_a_bench_prints_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {500: (502, 0.02), 2_000: (2_002, 0.05), 10_000: (10_002, 0.3)}
    told = {str(size): {"edges": edges, "seconds": seconds} for size, (edges, seconds) in found.items()}
    monkeypatch.setattr(measuring, "inside", lambda *_: json.loads(json.dumps(told)))
    monkeypatch.setattr(measuring, "Database", _Nothing)
    result = measuring.trace(None, lambda text: None)  # type: ignore[arg-type]
    assert [line.holds for line in result.lines] == [False, True]
    assert result.lines[0].ours == "300 ms"


class _Nothing:
    def __init__(self, cluster: object) -> None:
        pass

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


def test_the_bench_of_codes_tells_what_its_peer_does_and_what_it_cannot() -> None:
    result = Result("codes")
    codes.against_the_peer(result, serials_peer.Peer(why_not="peer not installed: no network."), 2e6)
    assert (result.lines, result.notes) == ([], ["peer not installed: no network."])
    for per_second, holds in ((20_000.0, True), (20_001.0, False)):
        codes.against_the_peer(result, serials_peer.Peer(lines=((1, per_second), (1_000, 500_000.0))), 2e6)
        assert result.lines[-1].holds is holds
    assert "1,000 a request: 500,000/s (4.0 ×)" in result.notes[-1]


def test_rates_of_serials_are_taken_of_serials_that_open() -> None:
    keys = KeyRing({1: bytes(32)})
    assert codes.rate_of_reading(keys, count=50, rounds=1) > 0
    assert codes.rate_of_making(keys, 100) > 0
