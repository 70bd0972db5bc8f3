"""Menus: the function groups of the regulation, in its words and order, as soon as a group has a screen (names.md 1)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def context(request: HttpRequest) -> dict[str, Any]:
    return {}
