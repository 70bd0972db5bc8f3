"""axe-core on a page, with the rules of WCAG 2.2 up to AA (UX-06)."""

from __future__ import annotations

import json
from typing import Any

from axe_playwright_python.sync_playwright import Axe

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_OPTIONS = {"runOnly": {"type": "tag", "values": list(TAGS)}, "resultTypes": ["violations"]}
_axe = Axe()


def violations(page: Any) -> list[str]:
    """One line each: the rule, and where it is broken."""
    page.evaluate(_axe.axe_script)
    # The violations alone: a browser hands over the rest, all that is right, at some expense.
    found = page.evaluate(f"axe.run({json.dumps(_OPTIONS)}).then(told => told.violations)")
    return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]]
