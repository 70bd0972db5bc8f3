"""Addresses under /epcis, exactly as the standard names them: no slash at the end, never a redirect (names.md 4).
query_urls.py holds those of the reading side, which come first."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from txng.trace.api import captures, events
from txng.trace.api.gate import nothing_here

urlpatterns: list[URLPattern] = [
    path("epcis/capture", captures.captures, name="epcis-capture"),
    path("epcis/capture/<uuid:capture_id>", captures.capture_job, name="epcis-capture-job"),
    # Ours: the standard has no address for what was sent.
    path("epcis/capture/<uuid:capture_id>/document", captures.capture_document, name="epcis-capture-document"),
    # An ID is a URI: once encoded by the caller, decoded by the server, slashes and all.
    path("epcis/events/<path:event_id>", events.event, name="epcis-event"),
    re_path(r"^epcis/.+$", nothing_here, name="epcis-nothing"),
]
