"""axe-core on a page, with the rules of WCAG 2.2 up to AA (UX-06)."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_OPTIONS = {"runOnly": {"type": "tag", "values": list(TAGS)}, "resultTypes": ["violations"]}
_axe = Axe()


def violations(page: Any) -> list[str]:
    """One line each: the rule, and where it is broken."""
    found = _axe.run(page, options=_OPTIONS).response["violations"]
    return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]]
