"""What events alike draw, told twice: by the plan of their frame and by looking at each (trace/graph/edges.py)."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gs1.epcis.events import FARM, ITEM, LOT, document, dumped, event
from txng.gs1 import epcis
from txng.gs1.epcis.likes import Like
from txng.trace.graph.edges import RECEIVING, SHIPPING, edges_of, edges_of_like

OWNER = "https://id.gs1.org/417/9521102001005"
ITEMS = [ITEM, f"{ITEM}A", "https://id.gs1.org/01/09521102000213/10/L9/21/Z1", "urn:epc:id:sgtin:9521102.000021.7",
         "https://example.org/a", OWNER, FARM]  # fmt: skip
CLASSES = [LOT, "https://id.gs1.org/01/09521102000213/10/L2", "urn:epc:class:lgtin:9521102.000021.L1"]
PAPERS = [f"urn:epcglobal:cbv:bt:9521102000008:P-{n}" for n in range(2)]
SIDES = ("owning_party", "possessing_party", "location")
sides = st.lists(
    st.tuples(st.sampled_from(SIDES), st.sampled_from([OWNER, FARM])), max_size=2, unique_by=lambda x: x[0]
)


@st.composite
def one_thing(draw: Any) -> dict[str, Any]:
    whole = draw(st.booleans())
    found = event(
        "ObjectEvent",
        action=draw(st.sampled_from(["ADD", "OBSERVE", "DELETE"])),
        bizStep=draw(st.sampled_from([*SHIPPING, *RECEIVING, "packing", "commissioning"])),
        epcList=None if whole else [draw(st.sampled_from(ITEMS))],
        quantityList=[{"epcClass": draw(st.sampled_from(CLASSES)), "quantity": 5, "uom": "KGM"}] if whole else None,
        ilmd=draw(st.sampled_from([None, {"cbvmda:lotNumber": "L7"}])),
        bizTransactionList=[
            {"type": draw(st.sampled_from(["desadv", "po", "bol"])), "bizTransaction": draw(st.sampled_from(PAPERS))}
            for _ in range(draw(st.integers(0, 2)))
        ],
        sourceList=[{"type": kind, "source": who} for kind, who in draw(sides)],
        destinationList=[{"type": kind, "destination": who} for kind, who in draw(sides)],
    )
    if found["action"] != "ADD":
        found.pop("ilmd", None)
    return {name: value for name, value in found.items() if value not in (None, [])}


@settings(max_examples=300)
@given(one_thing(), st.data())
def test_by_the_plan_or_one_by_one_the_same_is_drawn(sent: dict[str, Any], data: st.DataObject) -> None:
    varied = [dict(sent, eventID=f"urn:uuid:5f0c1f3e-6a1b-4b52-9d4e-0a1b2c3d4e{n}f") for n in range(4)]
    for one in varied[1:]:
        if "epcList" in one:
            one["epcList"] = [data.draw(st.sampled_from(ITEMS))]
        for name, word in (("bizTransactionList", "bizTransaction"), ("destinationList", "destination")):
            others = PAPERS if word == "bizTransaction" else [OWNER, FARM]
            if name in one:
                one[name] = [part | {word: data.draw(st.sampled_from(others))} for part in one[name]]
    found = epcis.read_json(dumped(document(*varied)))
    for one_event in found.events:
        if isinstance(one_event, Like):
            quickly = edges_of_like(one_event)
            if quickly is not None:
                assert quickly == edges_of(epcis.Event(one_event.tree, one_event.prefixes))


def test_the_plan_is_what_serves_a_delivery_of_single_things() -> None:
    """Or nothing is gained."""
    sent = event(
        "ObjectEvent", action="OBSERVE", bizStep="shipping", epcList=[ITEM], quantityList=None, ilmd=None,
        destinationList=[{"type": "owning_party", "destination": OWNER}],
    )  # fmt: skip
    sent = {name: value for name, value in sent.items() if value is not None}
    found = epcis.read_json(dumped(document(*(sent | {"epcList": [f"{ITEM}{n}"]} for n in range(3)))))
    drawn = [edges_of_like(one) for one in found.events if isinstance(one, Like)]
    assert [len(one or ()) for one in drawn] == [1, 1]
