"""What can be measured of a page as it stands on the screen."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect


def sideways(page: Any) -> int:
    """By how many pixels the page is wider than the window; 0 is right (UX-11)."""
    return int(
        page.evaluate("Math.max(0, document.scrollingElement.scrollWidth - document.documentElement.clientWidth)")
    )


def text_of(page: Any) -> str:
    """What a person reads in the main part of the page."""
    return str(page.locator("main").inner_text())


def is_loaded(picture: Any) -> bool:
    """Whether an `<img>` shows something; a broken one has no size of its own."""
    picture.scroll_into_view_if_needed()
    # Asked again and again: a lazy picture begins to load when it comes into view, and calls itself complete before.
    expect(picture).not_to_have_js_property("naturalWidth", 0)
    return True


def unsendable_forms(page: Any) -> list[str]:
    """Forms that nobody could send with JavaScript off: no button of their own, or a foreign address."""
    return list(page.evaluate(_UNSENDABLE))


_UNSENDABLE = """
Array.from(document.forms).filter(form => {
  const buttons = Array.from(form.elements).filter(e => e.type === 'submit' || e.type === 'image');
  return buttons.length === 0 || new URL(form.action, location).host !== location.host;
}).map(form => form.outerHTML.slice(0, 160))
"""
