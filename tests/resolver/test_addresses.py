"""What a scanned address asks for (names.md 4): every spelling of ours is read, everything else is told apart."""

from __future__ import annotations

import pytest

from txng.resolver.addresses import Kind, encoded_again, read_path, read_typed

GTIN = "08938505970011"
SERIAL = "7K3M9QX2P4VN8RTC"


@pytest.mark.parametrize(
    ("path", "kind", "wanted"),
    [
        (f"/01/{GTIN}", Kind.CARD, {"path": f"01/{GTIN}"}),
        (f"/01/{GTIN}/", Kind.CARD, {"path": f"01/{GTIN}"}),
        (f"/01/{GTIN}?linkType=gs1:pip&utm_source=zalo", Kind.CARD, {"path": f"01/{GTIN}"}),
        (f"/01/{GTIN}?ngon-ngu=en", Kind.CARD, {"path": f"01/{GTIN}"}),
        (f"/01/{GTIN}/10/L26A0917", Kind.CARD, {"path": f"01/{GTIN}/10/L26A0917"}),
        (f"/01/{GTIN}/10/l26a0917/", Kind.CARD, {"path": f"01/{GTIN}/10/L26A0917"}),
        (f"/01/{GTIN}/10/L26%410917", Kind.CARD, {"path": f"01/{GTIN}/10/L26A0917"}),
        (f"/01/{GTIN}/21/{SERIAL}", Kind.ITEM, {"gtin": GTIN, "serial": SERIAL, "lot": ""}),
        (f"/01/{GTIN}/21/{SERIAL.lower()}", Kind.ITEM, {"shown": SERIAL}),
        (f"/01/{GTIN}/10/L26A0917/21/{SERIAL}", Kind.ITEM, {"lot": "L26A0917", "serial": SERIAL}),
        (f"/01/{GTIN}/21/{SERIAL}?17=261002", Kind.ITEM, {"serial": SERIAL}),
        (f"/T/{SERIAL}", Kind.TYPED, {"serial": SERIAL}),
        (f"/t/{SERIAL}/", Kind.TYPED, {"serial": SERIAL}),
        ("/t/7k3m-9qx2-p4vn-8rtc", Kind.TYPED, {"serial": SERIAL}),
        ("/t/P1234567", Kind.CARD, {"path": "t/P1234567"}),
        ("/T/p1234567/l26a0917", Kind.CARD, {"path": "t/P1234567/L26A0917"}),
        ("/t/TEST", Kind.TEST, {}),
        ("/T/test/", Kind.TEST, {}),
        ("/t/D1234567", Kind.NOTHING, {}),
        ("/t/OLD-CODE-1", Kind.NOTHING, {"shown": "OLD-CODE-1"}),
        ("/t/a/b/c", Kind.NOTHING, {}),
        ("/414/8938505970004", Kind.NOTHING, {}),
        ("/417/8938505970004", Kind.NOTHING, {}),
        ("/00/389385059700000012", Kind.NOTHING, {}),
        (f"/01/{GTIN}/22/A1", Kind.NOTHING, {}),
        (f"/01/{GTIN}/235/TPX1", Kind.NOTHING, {}),
        ("/01/08938505970012", Kind.MALFORMED, {}),  # wrong check digit
        ("/01/8938505970011", Kind.MALFORMED, {}),  # thirteen digits
        ("/01/ABC", Kind.MALFORMED, {}),
        (f"/01/{GTIN}/21/{SERIAL}/10/L1", Kind.MALFORMED, {}),  # the order is part of the standard
        (f"/01/{GTIN}/99/x", Kind.MALFORMED, {}),
        (f"/01/{GTIN}/21", Kind.MALFORMED, {}),
        (f"/01/{GTIN}/10/lô", Kind.MALFORMED, {}),
        ("/00/389385059700000013", Kind.MALFORMED, {}),
        ("/414/8938505970005", Kind.MALFORMED, {}),
    ],
)
def test_a_scanned_path_asks_for(path: str, kind: Kind, wanted: dict[str, str]) -> None:
    asked = read_path(path)

    assert asked.kind is kind
    for name, value in wanted.items():
        assert getattr(asked, name) == value


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        (SERIAL, Kind.TYPED, {"serial": SERIAL}),
        (" 7K3M - 9QX2 – P4VN 8RTC ", Kind.TYPED, {"serial": SERIAL}),
        ("7k3m9qx2p4vn8rtc", Kind.TYPED, {"serial": SERIAL}),
        ("OIL1OIL1OIL1OIL1", Kind.TYPED, {"serial": "0111011101110111"}),
        (f"HTTPS://CHECK.EXAMPLE/01/{GTIN}/21/{SERIAL}", Kind.ITEM, {"serial": SERIAL}),
        (f"https://check.example/T/{SERIAL}", Kind.TYPED, {"serial": SERIAL}),
        (f"/01/{GTIN}", Kind.CARD, {"path": f"01/{GTIN}"}),
        ("8938505970011", Kind.CARD, {"path": f"01/{GTIN}"}),
        ("8 938505 970011", Kind.CARD, {"path": f"01/{GTIN}"}),
        ("P1234567", Kind.CARD, {"path": "t/P1234567"}),
        ("8938505970012", Kind.NOTHING, {"sixteen": True}),
        ("7K3M-9QX2", Kind.NOTHING, {"sixteen": True}),
        ("7K3M9QX2P4VN8RT!", Kind.NOTHING, {"sixteen": True}),
        ("", Kind.NOTHING, {"sixteen": True}),
        ("<script>alert(1)</script>", Kind.NOTHING, {}),
        ("https://[broken", Kind.NOTHING, {}),
        ("x" * 5000, Kind.NOTHING, {}),
    ],
)
def test_a_typed_text_asks_for(text: str, kind: Kind, wanted: dict[str, object]) -> None:
    asked = read_typed(text)

    assert asked.kind is kind
    for name, value in wanted.items():
        assert getattr(asked, name) == value


@pytest.mark.parametrize(
    ("decoded", "wire"),
    [
        ("/01/08930000000019/10/A/1+2%3C5", "/01/08930000000019/10/A%2F1+2%253C5"),
        ("/01/08930000000019/10/A/1/21/B/2", "/01/08930000000019/10/A%2F1/21/B%2F2"),
        ("/01/08930000000019/22/2A/10/L1/21/S/", "/01/08930000000019/22/2A/10/L1/21/S/"),
        ("/01/08930000000019/21//", "/01/08930000000019/21//"),
        ("/01/08930000000019/", "/01/08930000000019/"),
        ("/01/08930000000019", "/01/08930000000019"),
        ("/01/123/10/A/B", "/01/123/10/A/B"),  # no address of ours in any reading
        ("/t/PAAAAAAA/L1", "/t/PAAAAAAA/L1"),
        ("/01/08930000000019/17/261231/10/L", "/01/08930000000019/17/261231/10/L"),
    ],
)
def test_dl_09_a_decoded_path_is_written_again_as_it_came(decoded: str, wire: str) -> None:
    assert encoded_again(decoded) == wire
