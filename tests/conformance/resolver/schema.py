"""GS1's own schema of a linkset; without Django, because claims ask it too."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import jsonschema_rs


@cache
def schema() -> jsonschema_rs.Validator:
    """`$schema` says draft-07, `@id` is no keyword of it."""
    text = (Path(__file__).parent / "gs1-linkset-schema.json").read_text("utf-8")
    return jsonschema_rs.validator_for(json.loads(text))
