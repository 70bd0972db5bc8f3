"""The closed vocabularies of a profile (kinds of account, desks, sectors, forms)."""

from __future__ import annotations

from typing import Literal, TypeAlias

AccountKind: TypeAlias = Literal["operator", "department", "commune", "establishment"]
AgencyKind: TypeAlias = Literal["operator", "unit", "department", "commune"]
Desk: TypeAlias = Literal["managing-agency", "operator"]
SectorId: TypeAlias = Literal["agriculture", "industry_trade", "health", "science", "culture_tourism", "other"]
EstablishmentKind: TypeAlias = Literal[
    "enterprise", "cooperative", "cooperative_group", "business_household", "household", "farm", "other"
]
FormCode: TypeAlias = Literal["registration-form", "information-form"]
