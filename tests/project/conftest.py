from __future__ import annotations

from tests.browser.fixtures import browser, sites

__all__ = ["browser", "sites"]
