"""What a page with the camera in it needs: where the reader of codes lies, which hosts are ours, what it may run."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from csp.constants import SELF, WASM_UNSAFE_EVAL
from csp.decorators import csp_replace
from django.contrib.staticfiles import finders
from django.http import HttpResponse

from txng import provinces

READER = ("ui/vendor/barcode-detector.js", "ui/vendor/zxing_reader.wasm")

View = TypeVar("View", bound=Callable[..., HttpResponse])


def may_read_codes(view: View) -> View:
    """names.md 7.9: the reader is WebAssembly; no other page may compile any."""
    return cast(View, csp_replace({"script-src": [SELF, WASM_UNSAFE_EVAL]})(view))


def scanner_context() -> dict[str, Any]:
    return {
        "hosts": " ".join(sorted(provinces.current().identity.hosts)),
        "reader": READER[0],
        "wasm": READER[1],
        "wasm_size": _size(READER[1]),
    }


@cache
def _size(name: str) -> int:
    return Path(str(finders.find(name))).stat().st_size
