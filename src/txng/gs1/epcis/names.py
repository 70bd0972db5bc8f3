"""Names of extensions: `{namespace}local` inside, whatever prefix the sender chose outside.

The prefix is the sender's private matter; two documents that differ only in it say the same. A prefix that no
context declares is kept as it was written (`prefix:local`), because guessing a namespace would forge a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

GS1_CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
_GS1_CONTEXTS = re.compile(
    r"https?://(?:ref\.gs1\.org/standards/epcis/(?:\d+\.\d+\.\d+/)?|gs1\.github\.io/EPCIS/)epcis-context\.jsonld"
)
# Declared by GS1's own context, which we never fetch.
CONTEXT_PREFIXES = {
    "cbv": "https://ref.gs1.org/cbv/",
    "cbvmda": "urn:epcglobal:cbv:mda:",
    "dcterms": "http://purl.org/dc/terms/",
    "epcis": "https://ref.gs1.org/epcis/",
    "gs1": "https://ref.gs1.org/voc/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_BY_NAMESPACE = {namespace: prefix for prefix, namespace in CONTEXT_PREFIXES.items()}
# The same namespace under the spelling XML documents use.
_ALIASES = {
    "urn:epcglobal:cbv:mda": "urn:epcglobal:cbv:mda:",
    "urn:epcglobal:cbv:mda#": "urn:epcglobal:cbv:mda:",
    "https://gs1.org/voc/": "https://ref.gs1.org/voc/",
    "https://www.gs1.org/voc/": "https://ref.gs1.org/voc/",
    "http://gs1.org/voc/": "https://ref.gs1.org/voc/",
    "http://www.gs1.org/voc/": "https://ref.gs1.org/voc/",
    "http://ref.gs1.org/voc/": "https://ref.gs1.org/voc/",
}
_NCNAME = re.compile(r"[A-Za-z_À-￿][\w.\-·]*")
_RESERVED = {"urn", "http", "https", "xml", "xmlns", "xsi", "mailto", "ni", "tag", "did"}


def is_gs1_context(uri: str) -> bool:
    return _GS1_CONTEXTS.fullmatch(uri) is not None


def is_ncname(text: str) -> bool:
    return _NCNAME.fullmatch(text) is not None


def one_namespace(namespace: str) -> str:
    """The spelling under which we compare a namespace that exists in several."""
    return _ALIASES.get(namespace, namespace)


def context_of(context: Any, outer: Mapping[str, str] | None = None) -> dict[str, str]:
    """Prefixes and terms of a JSON-LD @context, merged over those of the document around it."""
    found = dict(outer or {})
    for part in context if isinstance(context, list) else [context]:
        if isinstance(part, str):
            if is_gs1_context(part):
                found = CONTEXT_PREFIXES | found
        elif isinstance(part, dict):
            for name, meaning in part.items():
                if isinstance(meaning, dict):
                    meaning = meaning.get("@id")
                if isinstance(meaning, str) and not name.startswith("@") and name:
                    found[name] = meaning
    return found


def expand(key: str, names: Mapping[str, str]) -> str:
    """A key of a JSON object as we keep it. Keys with a namespace get it, others stay."""
    if key.startswith("{"):
        return "{}" + key  # a bare key that only looks like ours
    prefix, colon, local = key.partition(":")
    if not colon:
        meaning = names.get(key)
        return key if meaning is None or meaning.startswith("@") else split(meaning) or key
    if local.startswith("//") or prefix in ("urn", "ni"):
        return split(key) or key
    namespace = names.get(prefix)
    if namespace is None or "}" in namespace or not local:
        return key
    return f"{{{namespace}}}{local}"


def split(uri: str) -> str:
    """`{namespace}local` of a full URI, or "" where no local name can be cut off."""
    cut = max(uri.rfind("/"), uri.rfind("#"), uri.rfind(":")) + 1
    namespace, local = uri[:cut], uri[cut:]
    if not is_ncname(local) or "}" in namespace or namespace in ("http://", "https://", "urn:"):
        return ""
    return f"{{{namespace}}}{local}"


def parts(key: str) -> tuple[str, str]:
    """(namespace, local) of a key; the namespace is "" for keys that have none."""
    if key.startswith("{"):
        namespace, _, local = key[1:].partition("}")
        return namespace, local
    return "", key


def namespaces_in(value: Any, found: set[str] | None = None) -> set[str]:
    """Every namespace used by keys of a tree."""
    found = set() if found is None else found
    if isinstance(value, dict):
        for key, inner in value.items():
            if key.startswith("{") and (namespace := key[1:].partition("}")[0]):
                found.add(namespace)
            if isinstance(inner, (dict, list)):
                namespaces_in(inner, found)
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, (dict, list)):
                namespaces_in(inner, found)
    return found


def flat(value: list[Any]) -> Iterator[Any]:
    for inner in value:
        if isinstance(inner, list):
            yield from flat(inner)
        else:
            yield inner


def says_something(value: Any) -> bool:
    """An empty list counts as absent, in the normal form as in the event hash."""
    return not isinstance(value, list) or next(flat(value), None) is not None or None in flat(value)


def prefixes_for(namespaces: Iterable[str], wished: Mapping[str, str] | None = None) -> dict[str, str]:
    """namespace → prefix, the same for the same namespaces whatever the sender's prefixes were.

    `wished` (namespace → prefix) is asked first where its prefix is usable and free.
    """
    chosen: dict[str, str] = {}
    taken: dict[str, str] = {}
    number = 0
    for namespace in sorted(namespaces):
        one = one_namespace(namespace)
        wish = (wished or {}).get(namespace, "")
        if wish and (wish in _RESERVED or not is_ncname(wish) or CONTEXT_PREFIXES.get(wish, one) != one):
            wish = ""
        prefix = _BY_NAMESPACE.get(one) or wish
        if not prefix or taken.get(prefix, one) != one:
            number += 1
            prefix = f"ext{number}"
            while prefix in taken:
                number += 1
                prefix = f"ext{number}"
        taken[prefix] = one
        chosen[namespace] = prefix
    return chosen
