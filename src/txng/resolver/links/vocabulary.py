"""Link types: GS1's own list (Web Vocabulary 1.16) and the spellings in which they come (standards.md 0, rule 10).

Nothing here knows of Django: the front door reads these spellings too.
"""

from __future__ import annotations

import re

NAMESPACE = "https://ref.gs1.org/voc/"
DEFAULT, MULTI, HANDLED_BY = "gs1:defaultLink", "gs1:defaultLinkMulti", "gs1:handledBy"
PIP, TRACE, CERTIFIED, RECALL, EPCIS = (
    "gs1:pip",
    "gs1:traceability",
    "gs1:certificationInfo",
    "gs1:recallStatus",
    "gs1:epcis",
)
_GS1 = re.compile(r"(?:gs1:|https?://(?:www\.|ref\.)?gs1\.org/voc/)([A-Za-z][A-Za-z0-9]{0,60})")
# Other vocabularies, as far as GS1's schema of a linkset lets their names stand; RFC 8288's registered words too.
_OTHER = re.compile(r"https?://[A-Za-z0-9./]{3,200}|[a-z][a-z\-]{1,40}")


def short_name(text: str) -> str:
    """`gs1:pip` for every spelling of it; another vocabulary's name as it is; "" for what names no link type."""
    if found := _GS1.fullmatch(text):
        return f"gs1:{found[1]}"
    return text if _OTHER.fullmatch(text) else ""


def full_name(link_type: str) -> str:
    """As it stands in a linkset."""
    return NAMESPACE + link_type.removeprefix("gs1:") if link_type.startswith("gs1:") else link_type
