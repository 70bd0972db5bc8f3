"""EPCIS in XML: both versions, their wrappers and their attackers."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.gs1.epcis.events import CONTEXT, FARM, GOOD, ITEM, LOT, event, one, read, xml, xml_event
from tests.sizes import WHOLE
from txng.gs1 import epcis

FULL_2 = f"""
<ObjectEvent>
  <eventTime>2026-09-17T06:30:00.000+07:00</eventTime>
  <recordTime>2026-09-17T06:31:00.000+07:00</recordTime>
  <eventTimeZoneOffset>+07:00</eventTimeZoneOffset>
  <eventID>urn:uuid:5f0c1f3e-6a1b-4b52-9d4e-0a1b2c3d4e5f</eventID>
  <errorDeclaration>
    <declarationTime>2026-09-18T06:30:00.000+07:00</declarationTime>
    <reason>urn:epcglobal:cbv:er:incorrect_data</reason>
    <correctiveEventIDs><correctiveEventID>urn:uuid:c362f2bf-e41a-490c-8fec-e187472aaec4</correctiveEventID></correctiveEventIDs>
    <vntx:who>tổ</vntx:who>
  </errorDeclaration>
  <certificationInfo>https://example.org/cert/1</certificationInfo>
  <epcList><epc>{ITEM}</epc></epcList>
  <action>ADD</action>
  <bizStep>cbv:BizStep-commissioning</bizStep>
  <disposition>urn:epcglobal:cbv:disp:active</disposition>
  <readPoint><id>{FARM}</id><vntx:gate>2</vntx:gate></readPoint>
  <bizLocation><id>{FARM}</id></bizLocation>
  <bizTransactionList><bizTransaction type="urn:epcglobal:cbv:btt:po">urn:x:1</bizTransaction></bizTransactionList>
  <quantityList><quantityElement><epcClass>{LOT}</epcClass><quantity>812.50</quantity><uom>KGM</uom></quantityElement></quantityList>
  <sourceList><source type="urn:epcglobal:cbv:sdt:location">{FARM}</source></sourceList>
  <destinationList><destination type="cbv:SDT-owning_party">https://id.gs1.org/417/9521102001005</destination></destinationList>
  <sensorElementList><sensorElement>
    <sensorMetadata time="2026-09-16T23:00:00Z" vntx:probe="7"/>
    <sensorReport type="gs1:Temperature" value="4.10" uom="CEL" booleanValue="1" component="cbv:Comp-x"/>
    <vntx:place>cửa kho</vntx:place>
  </sensorElement></sensorElementList>
  <persistentDisposition><set>urn:epcglobal:cbv:disp:completeness_verified</set></persistentDisposition>
  <ilmd><vntx:harvestDate>2026-09-17</vntx:harvestDate></ilmd>
  <vntx:note vntx:lang="vi">khô</vntx:note>
  <vntx:weights><vntx:kg xsi:type="xsd:decimal">1.50</vntx:kg><vntx:kg xsi:nil="true"/></vntx:weights>
</ObjectEvent>
"""
JSON_2 = event(
    eventID="urn:uuid:5f0c1f3e-6a1b-4b52-9d4e-0a1b2c3d4e5f",
    recordTime="2026-09-17T06:31:00.000+07:00",
    errorDeclaration={
        "declarationTime": "2026-09-18T06:30:00.000+07:00",
        "reason": "incorrect_data",
        "correctiveEventIDs": ["urn:uuid:c362f2bf-e41a-490c-8fec-e187472aaec4"],
        "vntx:who": "tổ",
    },
    certificationInfo="https://example.org/cert/1",
    readPoint={"id": FARM, "vntx:gate": "2"},
    bizTransactionList=[{"type": "po", "bizTransaction": "urn:x:1"}],
    sourceList=[{"type": "location", "source": FARM}],
    destinationList=[{"type": "owning_party", "destination": "https://id.gs1.org/417/9521102001005"}],
    sensorElementList=[
        {
            "sensorMetadata": {"time": "2026-09-16T23:00:00Z", "vntx:probe": "7"},
            "sensorReport": [
                {"type": "Temperature", "value": 4.1, "uom": "CEL", "booleanValue": True, "component": "x"}
            ],
            "vntx:place": "cửa kho",
        }
    ],
    persistentDisposition={"set": ["completeness_verified"]},
    **{"vntx:note": {"vntx:lang": "vi", "@value": "khô"}, "vntx:weights": {"vntx:kg": [1.5, None]}},
)
ONE_TWO = """
<ObjectEvent>
  <eventTime>2026-09-16T23:30:00Z</eventTime>
  <eventTimeZoneOffset>+07:00</eventTimeZoneOffset>
  <baseExtension><eventID>urn:uuid:5f0c1f3e-6a1b-4b52-9d4e-0a1b2c3d4e5f</eventID>
    <errorDeclaration><declarationTime>2026-09-17T23:30:00Z</declarationTime>
    <extension><vntx:who>tổ</vntx:who></extension></errorDeclaration></baseExtension>
  <epcList><epc>urn:epc:id:sgtin:9521102.000021.A1</epc></epcList>
  <action>ADD</action>
  <bizStep>urn:epcglobal:cbv:bizstep:commissioning</bizStep>
  <readPoint><id>urn:epc:id:sgln:9521101.00101.0</id></readPoint>
  <extension>
    <quantityList><quantityElement><epcClass>urn:epc:class:lgtin:9521102.000021.L26A0917</epcClass><quantity>812.5</quantity><uom>KGM</uom></quantityElement></quantityList>
    <sourceList><source type="urn:epcglobal:cbv:sdt:location">urn:epc:id:sgln:9521101.00101.0</source></sourceList>
    <ilmd><vntx:harvestDate>2026-09-17</vntx:harvestDate></ilmd>
  </extension>
  <vntx:note>khô</vntx:note>
</ObjectEvent>
"""


def test_ep_04_xml_2_0_says_what_json_says() -> None:
    found = epcis.read_xml(xml(FULL_2), source=epcis.STRICT)
    assert not found.errors
    wanted = read(JSON_2).events[0]
    assert found.events[0].as_json() == wanted.as_json()  # xsi:type keeps the types of extensions
    assert epcis.event_hash(found.events[0]) == epcis.event_hash(wanted)


def test_ep_06_a_number_of_an_extension_may_have_lost_its_type() -> None:
    (found,) = epcis.read_xml(xml(xml_event("<vntx:level>2</vntx:level>"))).events
    wanted = one(
        action="OBSERVE",
        epcList=[],
        **dict.fromkeys(GOOD["ObjectEvent"].keys() - {"action", "epcList", "eventTime", "eventTimeZoneOffset"}),
        **{"vntx:level": 2},
    )
    assert found == wanted
    assert epcis.event_hash(found) == epcis.event_hash(wanted)
    assert (found.as_json()["ext1:level"], wanted.as_json()["ext1:level"]) == ("2", 2)


def test_ep_05_every_wrapper_of_1_2_is_opened() -> None:
    (found,) = epcis.read_xml(xml(ONE_TWO, version=1), source=epcis.STRICT).events
    wanted = one(
        eventID="urn:uuid:5f0c1f3e-6a1b-4b52-9d4e-0a1b2c3d4e5f",
        errorDeclaration={"declarationTime": "2026-09-17T23:30:00Z", "vntx:who": "tổ"},
        disposition=None,
        bizLocation=None,
        sourceList=[{"type": "location", "source": FARM}],
        **{"vntx:note": "khô"},
    )
    assert found == wanted


def test_ep_05_a_transformation_of_1_2_sits_in_an_extension() -> None:
    body = (
        "<extension><TransformationEvent><eventTime>2026-09-17T06:30:00+07:00</eventTime>"
        "<eventTimeZoneOffset>+07:00</eventTimeZoneOffset>"
        f"<inputEPCList><epc>{ITEM}</epc></inputEPCList><outputEPCList><epc>{ITEM}B</epc></outputEPCList>"
        "</TransformationEvent></extension>"
    )
    found = epcis.read_xml(xml(body, version=1), source=epcis.STRICT)
    assert [event.epcs for event in found.events] == [{"inputEPCList": (ITEM,), "outputEPCList": (ITEM + "B",)}]


@pytest.mark.parametrize("kind", GOOD)
def test_ep_07_what_is_written_as_xml_is_read_back(kind: str) -> None:
    first = one(kind, **{"vntx:list": ["a", "b"], "vntx:deep": {"vntx:x": [1, 2.5, True, None, ""]}})
    for format_ in ("web_uri", "urn"):
        written = epcis.write_xml([first], cbv_format=format_)
        found = epcis.read_xml(written, source=epcis.STRICT)
        assert found.events == [first], found.errors
        assert found.events[0].prefixes["https://example.org/vntx/"] == "vntx"


def test_ep_07_keys_xml_cannot_name_come_back_all_the_same() -> None:
    first = one(
        **{"vntx:x": {"@type": "y", "9": {"": 2}, "a b": "1", "empty": {}, "text": ""}, "odd:key": {"extension": "1"}}
    )
    assert epcis.read_xml(epcis.write_xml([first])).events == [first]


def test_ep_07_a_character_xml_cannot_say_is_shown_as_unknown() -> None:
    (found,) = epcis.read_xml(epcis.write_xml([one(**{"vntx:x": "a\x01b"})])).events
    assert found.extensions == {"{https://example.org/vntx/}x": "a\ufffdb"}


def test_ep_14_xml_speaks_urns_or_web_uris_as_asked() -> None:
    first = one()
    assert b"<bizStep>urn:epcglobal:cbv:bizstep:commissioning</bizStep>" in epcis.write_xml([first], cbv_format="urn")
    assert b"<bizStep>https://ref.gs1.org/cbv/BizStep-commissioning</bizStep>" in epcis.write_xml([first])


@pytest.mark.parametrize(
    ("body", "version", "where", "code"),
    [
        (xml_event("<madeUp>1</madeUp>"), 2, "/madeUp", "unknown_field"),
        (xml_event("<bizStep>urn:x:a</bizStep><bizStep>urn:x:b</bizStep>"), 2, "/bizStep", "repeated"),
        (xml_event("<disposition>urn:x:a</disposition><bizStep>urn:x:b</bizStep>"), 2, "/bizStep", "order"),
        (xml_event("<vntx:a>1</vntx:a><bizStep>urn:x:b</bizStep>"), 2, "/bizStep", "order"),
        (xml_event("<extension><quantityList/></extension>"), 2, "/extension", "wrapper"),
        (xml_event("<quantityList/>"), 1, "/quantityList", "wrapper"),
        (xml_event(before_action=""), 1, "/epcList", "missing"),
        (xml_event("<ilmd><vntx:a>1</vntx:a></ilmd>"), 2, "/ilmd", "ilmd"),
        (
            xml_event(
                "<quantityList><quantityElement><epcClass>urn:x:1</epcClass><quantity>ten</quantity></quantityElement></quantityList>"
            ),
            2,
            "/quantityList/quantityElement[1]/quantity",
            "type",
        ),
        (
            xml_event(
                '<sensorElementList><sensorElement><sensorReport type="gs1:Temperature" value="warm"/></sensorElement></sensorElementList>'
            ),
            2,
            "/sensorElementList/sensorElement[1]/sensorReport[1]/@value",
            "type",
        ),
        (
            xml_event("<bizTransactionList><bizTransaction type='urn:x:t'>po 1</bizTransaction></bizTransactionList>"),
            2,
            "/bizTransactionList/bizTransaction[1]",
            "uri",
        ),
    ],
)
def test_ep_02_each_defect_in_xml_is_refused_with_its_xpath(body: str, version: int, where: str, code: str) -> None:
    found = epcis.read_xml(xml(xml_event() + body, version=version), source=epcis.STRICT)
    assert [(fault.layer, fault.path, fault.code) for fault in found.faults] == [
        ("schema", f"/epcis:EPCISDocument/EPCISBody/EventList/ObjectEvent[2]{where}", code)
    ]
    assert found.positions == [0] and list(found.errors) == [1]


def test_ep_16_a_liberal_source_is_read_and_every_deviation_named() -> None:
    jumbled = (
        "<epcis:ObjectEvent><epcis:action>OBSERVE</epcis:action>"
        "<epcis:eventTime>2026-09-17T06:30:00+07:00</epcis:eventTime>"
        "<eventTimeZoneOffset>+07:00</eventTimeZoneOffset><extension><quantityList><quantityElement>"
        f"<epcClass>{LOT}</epcClass></quantityElement></quantityList></extension></epcis:ObjectEvent>"
    )
    assert epcis.read_xml(xml(jumbled)).errors
    (found,) = epcis.read_xml(xml(jumbled), source=epcis.LIBERAL).events
    assert {fault.code for fault in found.warnings} == {"namespaced", "order", "wrapper"}
    assert found.quantities == {"quantityList": (epcis.Quantity(LOT),)}


@pytest.mark.parametrize("name", sorted(epcis.DEVIATIONS))
def test_ep_16_each_deviation_can_be_forgiven_alone(name: str) -> None:
    assert epcis.Source("x", frozenset({name})).forgives == {name}


def test_ep_16_a_setting_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValueError, match="no such deviation"):
        epcis.Source("x", frozenset({"everything"}))


LAUGHS = '<!DOCTYPE x [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
ATTACKS = {
    "billion laughs": (LAUGHS + "]>").encode() + xml(xml_event("<bizStep>&a11;</bizStep>"), prolog=""),
    "quadratic blow-up": ('<!DOCTYPE x [<!ENTITY a "' + "a" * 50_000 + '">]>').encode()
    + xml(xml_event("<vntx:a>" + "&a;" * 20_000 + "</vntx:a>"), prolog=""),
    "a file": b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    + xml(xml_event("<vntx:a>&f;</vntx:a>"), prolog=""),
    "a far file": b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/evil.dtd">' + xml(xml_event(), prolog=""),
    "parameter entities": b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>'
    + xml(xml_event(), prolog=""),
    "after a comment": b'<?xml version="1.0"?><!-- harmless --><?pi?>\n<!DOCTYPE x>' + xml(xml_event(), prolog=""),
    "in UTF-16": ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x>' + xml("", prolog="").decode()).encode("utf-16"),
    "in UTF-7": b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x>' + xml("", prolog=""),
    "undeclared entity": xml(xml_event("<vntx:a>&f;</vntx:a>")),
    "depth": xml(xml_event("<vntx:a>" * 3_000 + "</vntx:a>" * 3_000)),
    "a million elements": xml(xml_event("<vntx:a>" + "<b/>" * 1_000_000 + "</vntx:a>")),
    "a wide header": xml("").replace(
        b"<EPCISBody>",
        b"<EPCISHeader>" + b"<a><b/></a>" * (800_000 if WHOLE else 80_000) + b"</EPCISHeader><EPCISBody>",
    ),
    "many attributes": xml(xml_event("<vntx:a " + " ".join(f'b{n}="1"' for n in range(100_000)) + "/>")),
    "many namespaces": xml("<x " + " ".join(f'xmlns:p{n}="urn:{n}"' for n in range(100_000)) + "/>"),
    "too large": b"<a>" + b" " * (21 * 1024 * 1024),
    "a huge attribute": xml(xml_event(f'<vntx:a b="{"x" * 11_000_000}"/>')),
}


def test_ep_15_attacks_are_refused_in_bounded_memory_without_a_connection(tmp_path: Path) -> None:
    for number, data in enumerate(ATTACKS.values()):
        (tmp_path / str(number)).write_bytes(data)
    script = textwrap.dedent("""
        import resource, socket, sys, pathlib
        from txng.gs1 import epcis
        epcis.read_json(b'{"@context": [], "type": "EPCISDocument", "schemaVersion": "2.0",'
                        b'"creationDate": "2026-01-01T00:00:00Z", "epcisBody": {"eventList": []}}')
        def no(*_): raise SystemExit("connected")
        socket.socket.connect = no
        def most(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        before = most()
        for path in sorted(pathlib.Path(sys.argv[1]).iterdir(), key=lambda p: int(p.name)):
            try:
                found = epcis.read_xml(path.read_bytes())
                print("read", len(found.events), len(found.errors))
            except epcis.EpcisError as refused:
                print(refused.layer, refused.faults[0].code)
        print(most() - before)
    """)
    found = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True, timeout=300
    )
    *answers, grown = found.stdout.split("\n")[:-1]
    assert dict(zip(ATTACKS, answers, strict=True)) == {
        "billion laughs": "syntax dtd",
        "quadratic blow-up": "syntax dtd",
        "a file": "syntax dtd",
        "a far file": "syntax dtd",
        "parameter entities": "syntax dtd",
        "after a comment": "syntax dtd",
        "in UTF-16": "syntax dtd",
        "in UTF-7": "syntax encoding",
        "undeclared entity": "syntax not_xml",
        "depth": "syntax depth",
        "a million elements": "syntax too_large",
        "a wide header": "read 0 0",
        "many attributes": "syntax too_large",
        "many namespaces": "syntax too_large",
        "too large": "syntax too_large",
        "a huge attribute": "syntax not_xml",
    }
    assert int(grown) < 200  # MB above a quiet process; the largest document is 21 MB


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<",
        b"<a/>",
        b"<a>",
        b"\xff\xfe\x00",
        b"<?xml version='1.0' encoding='EBCDIC-CP-US'?><a/>",
        b"<?xml version='1.0' encoding='UTF-8'?>\xff<a/>",
        b"<epcis:EPCISDocument/>",
        b"<soap:Envelope xmlns:soap='http://schemas.xmlsoap.org/soap/envelope/'/>",
        xml("").replace(b' schemaVersion="2.0"', b""),
        xml("").replace(b"<EventList></EventList>", b""),
        xml("</EventList><EventList>"),
    ],
)
def test_ep_17_malformed_xml_is_one_plain_refusal(data: bytes) -> None:
    with pytest.raises(epcis.EpcisError) as refused:
        epcis.read_xml(data)
    assert refused.value.layer in ("syntax", "schema")
    assert refused.value.faults[0].message


def test_encodings_of_older_tools_are_read() -> None:
    body = xml_event("<vntx:a>é</vntx:a>")
    utf8 = xml(body).decode()
    latin = utf8.replace("UTF-8", "ISO-8859-1").encode("latin-1")
    wide = utf8.replace("UTF-8", "UTF-16").encode("utf-16")
    wanted = epcis.read_xml(utf8.encode()).events
    assert wanted[0].extensions == {"{https://example.org/vntx/}a": "é"}
    for data in (latin, wide, b"\xef\xbb\xbf" + utf8.encode()):
        assert epcis.read_xml(data).events == wanted


def test_ep_18_master_data_rides_in_the_header_both_ways() -> None:
    vocabulary = epcis.Vocabulary(
        "urn:epcglobal:epcis:vtype:BusinessLocation",
        [
            epcis.Element(
                FARM,
                [
                    epcis.Attribute("urn:epcglobal:cbv:mda:site", "0614141073467"),
                    epcis.Attribute("https://example.org/vntx/geo", {"https://example.org/vntx/lat": "9.7"}),
                ],
                ["https://id.gs1.org/414/9521101001013/254/PLOT7"],
            )
        ],
    )
    for written, reader in (
        (epcis.write_json([one()], master_data=[vocabulary]), epcis.read_json),
        (epcis.write_json([], kind="EPCISQueryDocument", master_data=[vocabulary]), epcis.read_json),
        (epcis.write_xml([one()], master_data=[vocabulary]), epcis.read_xml),
    ):
        found = reader(written, source=epcis.STRICT).master_data
        assert [(one_.type, len(one_.elements)) for one_ in found] == [(vocabulary.type, 1)]
        element = found[0].elements[0]
        assert (element.id, element.children) == (FARM, vocabulary.elements[0].children)
        assert [(one_.id, one_.value) for one_ in element.attributes] == [
            ("urn:epcglobal:cbv:mda:site", "0614141073467"),
            ("https://example.org/vntx/geo", {"https://example.org/vntx/lat": "9.7"}),
        ]


def test_ep_18_the_short_name_of_an_attribute_is_the_long_one() -> None:
    data = {
        "vocabularyList": [
            {
                "type": "urn:epcglobal:epcis:vtype:EPCClass",
                "vocabularyElementList": [
                    {"id": "urn:x:1", "attributes": [{"id": "cbvmda:descriptionShort", "attribute": "Vải"}]}
                ],
            }
        ]
    }
    found = read(event(), epcisHeader={"epcisMasterData": data}, **{"@context": CONTEXT})
    assert found.master_data[0].elements[0].attributes == [
        epcis.Attribute("urn:epcglobal:cbv:mda:descriptionShort", "Vải")
    ]
