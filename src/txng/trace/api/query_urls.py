"""Addresses of the reading side, to stand before those of capture: a value in an address may hold slashes, and what is
not found here is looked for there."""

from __future__ import annotations

from django.urls import URLPattern, path

from txng.trace.api import discovering, named_queries, openapi, subscriptions, tokens
from txng.trace.discovery import COLLECTIONS

urlpatterns: list[URLPattern] = [
    path("epcis", discovering.top_resources, name="epcis"),
    path("epcis/", discovering.top_resources, name="epcis-top"),
    path("epcis/openapi.json", openapi.description, name="epcis-openapi"),
    path("epcis/events", discovering.events, name="epcis-events"),
    path("epcis/queries", named_queries.queries, name="epcis-queries"),
    path("epcis/queries/<str:name>", named_queries.query, name="epcis-query"),
    path("epcis/queries/<str:name>/events", named_queries.query_events, name="epcis-query-events"),
    path("epcis/queries/<str:name>/subscriptions", subscriptions.subscriptions, name="epcis-subscriptions"),
    path(
        "epcis/queries/<str:name>/subscriptions/<uuid:subscription_id>",
        subscriptions.subscription,
        name="epcis-subscription",
    ),
    path("epcis/nextPageToken/<str:token>", tokens.next_page_token, name="epcis-next-page-token"),
]
for _name in COLLECTIONS:
    urlpatterns += [
        path(f"epcis/{_name}", discovering.members[_name], name=f"epcis-{_name}"),
        # An item is a URI, its slashes decoded by the server; only the last one may be the address's own.
        path(f"epcis/{_name}/<path:item>/events", discovering.item_events[_name], name=f"epcis-{_name}-item-events"),
        path(f"epcis/{_name}/<path:item>", discovering.items[_name], name=f"epcis-{_name}-item"),
    ]
