"""XML of strangers, element by element: no DTD, no entities, no network, bounded depth, size and memory (EP-15).

libxml2 is asked for the same by its own switches. Both walls stand because each has fallen somewhere: the switches
change meaning between versions, and a refusal before parsing never sees an entity that a parser could expand.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from lxml import etree

from txng.gs1.epcis.faults import EpcisError, Fault, Limits

XSI = "http://www.w3.org/2001/XMLSchema-instance"
# Elements alive at one moment: an event of fifty thousand goods, and no more than some 20 MB.
_MOST_ELEMENTS = 60_000
# Reading the attributes of an element costs the square of their number.
_MOST_ATTRIBUTES = 500
_CHUNK = 64 * 1024
# Namespaces in force at one place; each look at them costs their number.
_MOST_NAMESPACES = 500
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Encodings in which `<!DOCTYPE` can only be spelled one way; UTF-7 and the like could hide it.
_PLAIN = {"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin-1", "windows-1252"}


def refuse(code: str, message: str) -> EpcisError:
    return EpcisError(Fault("syntax", "", code, message))


def events_of(data: bytes, limits: Limits) -> Iterator[tuple[str, etree._Element]]:
    """("start" | "end", element) in document order. Whoever takes an element in must `release` it."""
    if len(data) > limits.bytes:
        raise refuse("too_large", f"the document is larger than {limits.bytes} bytes")
    text = _utf8(data)
    _require_no_dtd(text)
    parser = etree.XMLPullParser(
        events=("start", "end", "start-ns", "end-ns"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    deepest = limits.depth + 12  # the wrappers around an event
    depth = alive = spaces = 0
    try:
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK])
            for what, element in parser.read_events():
                if what == "start":
                    depth += 1
                    alive += 1
                    if depth > deepest:
                        raise refuse("depth", "the document is nested too deeply")
                    if alive > _MOST_ELEMENTS or len(element.attrib) > _MOST_ATTRIBUTES:
                        raise refuse("too_large", "one part of the document has too many elements or attributes")
                elif what == "end":
                    depth -= 1
                else:
                    spaces += 1 if what == "start-ns" else -1
                    if spaces > _MOST_NAMESPACES:
                        raise refuse("too_large", "too many namespaces are declared in one place")
                    continue
                yield what, element
                if what == "end" and len(element) == 0 and element.get(_RELEASED) is not None:
                    alive -= int(element.attrib.pop(_RELEASED))
        parser.close()
    except etree.XMLSyntaxError as wrong:
        if "depth" in str(wrong):
            raise refuse("depth", "the document is nested too deeply") from None
        line = f" (line {wrong.lineno})" if wrong.lineno else ""
        raise refuse("not_xml", f"this is not well-formed XML{line}") from None
    except (ValueError, LookupError, UnicodeError):
        raise refuse("not_xml", "this is not well-formed XML") from None


_RELEASED = "{urn:x-txng:stream}released"


def release(element: etree._Element) -> None:
    """Give the memory of a finished element, and of everything before it, back."""
    count = sum(1 for _ in element.iter()) - 1
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]
            count += 1
    element.set(_RELEASED, str(count))


def _utf8(data: bytes) -> bytes:
    if data.startswith(codecs.BOM_UTF8):
        return data[3:]
    try:
        if data.startswith(_UTF16):
            text = data.decode("utf-16")
            return re.sub(r"\A\s*<\?xml[^>]*\?>", "", text, count=1).encode("utf-8")
        found = _DECLARED.match(data)
        name = found[1].decode("ascii").lower() if found else "utf-8"
        if name not in _PLAIN:
            raise refuse("encoding", "XML is read in UTF-8, UTF-16, ISO 8859-1 or ASCII")
        return data if name.startswith("utf") else data.decode(name).encode("utf-8")
    except UnicodeError:
        raise refuse("encoding", "the text is not in the encoding it declares") from None


def _require_no_dtd(text: bytes) -> None:
    """Walk over the prolog; whatever is declared there is refused before a parser sees it."""
    place = 0
    while True:
        while place < len(text) and text[place] in b" \t\r\n":
            place += 1
        if text.startswith(b"<?", place):
            end = text.find(b"?>", place)
            step = 2
        elif text.startswith(b"<!--", place):
            end = text.find(b"-->", place + 4)
            step = 3
        else:
            break
        if end < 0:
            raise refuse("not_xml", "this is not well-formed XML")
        place = end + step
    if text.startswith(b"<!", place):
        raise refuse("dtd", "a document type declaration is not allowed")
