"""The SimpleEventQuery of EPCIS 2.0 (standards.md 2.4) as SQL over the rows of this area.

    query = read_query({"EQ_bizStep": ["packing"], "orderBy": "eventTime"}, actor=actor)
    page = run(query, actor=actor, size=30, after=None)

Each parameter becomes one condition in `conditions`, `things`, `sensors`, `extensions` or `masterdata`; `parameters`
knows their names, `running` who may see what they find.
"""

from txng.trace.eventquery.faults import QueryRefused, TooComplex, TooLarge, WrongParameter
from txng.trace.eventquery.parameters import Query, read_query
from txng.trace.eventquery.running import Page, matching, run, visible

__all__ = [
    "Page",
    "Query",
    "QueryRefused",
    "TooComplex",
    "TooLarge",
    "WrongParameter",
    "matching",
    "read_query",
    "run",
    "visible",
]
