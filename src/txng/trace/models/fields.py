from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models


class Numeric(models.Field):
    """PostgreSQL's `numeric` without bounds: a partner's quantity keeps every digit it came with."""

    description = "exact number"

    def db_type(self, connection: Any) -> str:
        return "numeric"

    def get_internal_type(self) -> str:
        return "Numeric"

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        try:
            return Decimal(str(value))
        except ArithmeticError as wrong:
            raise ValidationError(str(wrong)) from wrong

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))


class Exact(json.JSONDecoder):
    """Numbers as they were written, never through binary floating point."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "parse_float": Decimal})
