"""GET /epcis/openapi.json: what is built, described from the tables it is built of. Needs no key: it holds no data."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt

from txng.access.doors import for_everybody
from txng.trace.api import answers, headers, paging
from txng.trace.discovery import COLLECTIONS
from txng.trace.eventquery.conditions import SIMPLE
from txng.trace.eventquery.masterdata import WITHIN
from txng.trace.eventquery.parameters import SHAPE
from txng.trace.eventquery.sensors import NUMBERS, SENSORS
from txng.trace.eventquery.things import MATCH
from txng.trace.numbers import ACTIONS

_TIME = {"type": "string", "format": "date-time"}
_COUNT = {"type": "integer", "minimum": 1, "maximum": 999_999_999}
_TEXTS = {"type": "array", "minItems": 1, "maxItems": 500, "items": {"type": "string", "minLength": 1}}
_URIS = {"type": "array", "minItems": 1, "maxItems": 500, "items": {"type": "string", "format": "uri"}}
_PROBLEMS = {
    "400": "Not readable, or no such parameter or value",
    "401": "No key, or one that is not good",
    "403": "The key may not do this",
    "404": "There is nothing at this address",
    "405": "No such method here",
    "406": "No version, format or media type both sides know",
    "409": "It is there already, with other content",
    "411": "The message came without its length",
    "413": "Too large a message, or too large an answer",
    "414": "The address is too long",
    "415": "The media type or the encoding is not read",
    "429": "Too many requests",
    "501": "Not offered here",
}
_GET = ("400", "401", "403", "404", "406", "413", "414", "429")
_POST = (*_GET, "409", "411", "415")


@csrf_exempt
@for_everybody
def description(request: HttpRequest) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return HttpResponse(_written(), content_type="application/json", headers={"Access-Control-Allow-Origin": "*"})


@cache
def _written() -> bytes:
    return json.dumps(document(), ensure_ascii=False, sort_keys=True).encode()


def document() -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "EPCIS 2.0 of this traceability platform",
            "version": headers.EPCIS,
            "description": (
                "ISO/IEC 19987, TCVN 12345. Lists in an address are separated by |. Beside the parameters listed here "
                "those with parts in their names are read: EQ_quantity_KGM, EQ_bizTransaction_po, GE_maxValue_CEL, "
                "EQ_ILMD_prefix:name, HASATTR_bizLocation, EQ_ATTR_bizLocation_prefix:name and their relatives."
            ),
        },
        "servers": [{"url": "/epcis"}],
        "security": [{"key": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "parameters": {name: _parameter(name) for name in _names()},
            "schemas": _schemas(),
            "responses": {status: _problem(words) for status, words in _PROBLEMS.items()},
        },
    }


# --- parameters -------------------------------------------------------------------------------------------------------


def _names() -> list[str]:
    return ["perPage", "nextPageToken", *SIMPLE, *MATCH, *WITHIN, *SENSORS, *_quantities(), *SHAPE]


def _quantities() -> list[str]:
    plain = [f"{operator}_quantity" for operator in ("EQ", "GT", "GE", "LT", "LE")]
    return plain + [f"{o}_{n}" for o in ("EQ", "GT", "GE", "LT", "LE") for n in NUMBERS]


def _parameter(name: str) -> dict[str, Any]:
    schema = _schema_of(name)
    found: dict[str, Any] = {"name": name, "in": "query", "required": False, "schema": schema}
    if schema.get("type") == "array":
        found |= {"style": "pipeDelimited", "explode": False}
    return found


def _schema_of(name: str) -> dict[str, Any]:
    fixed: dict[str, dict[str, Any]] = {
        "perPage": {**_COUNT, "default": paging.DEFAULT},
        "nextPageToken": {"type": "string", "minLength": 1},
        "EQ_action": {**_TEXTS, "items": {"enum": list(ACTIONS)}},
        "orderBy": {"type": "string", "minLength": 1, "examples": ["eventTime", "recordTime"]},
        "orderDirection": {"enum": ["ASC", "DESC"]},
        "eventCountLimit": _COUNT,
        "maxEventCount": _COUNT,
        "EQ_booleanValue": {"type": "boolean"},
    }
    if name in fixed:
        return fixed[name]
    if name.startswith("EXISTS_"):
        return {"type": "boolean"}
    if name.startswith(("MATCH_", "WD_")) or name in ("EQ_readPoint", "EQ_bizLocation"):
        return _URIS
    if name.startswith(("GE_", "LT_")) and name.lower().endswith("time"):
        return _TIME
    if name in _quantities():
        return {"type": "number"}
    return _TEXTS


# --- paths ------------------------------------------------------------------------------------------------------------


def _paths() -> dict[str, Any]:
    events = _ref("EPCISQueryDocument", media=answers.OFFERED)
    page = ["perPage", "nextPageToken"]
    all_of_them = _names()
    paths: dict[str, Any] = {
        "/": {"get": _operation("top", _ref("Collection"))},
        "/events": {
            "get": _operation("events", events, all_of_them),
            "post": _operation("captureEvent", _ref("Event"), body=("Event", answers.OFFERED), created=True),
        },
        "/events/{eventID}": {"get": _operation("event", events, path=["eventID"])},
        "/capture": {
            "get": _operation("captureJobs", _ref("CaptureJobs"), page),
            "post": _operation("capture", None, body=("EPCISDocument", answers.OFFERED), accepted=True),
        },
        "/capture/{captureID}": {
            "get": _operation("captureJob", _ref("CaptureJob", media=answers.OFFERED), path=["captureID"])
        },
        "/queries": {
            "get": _operation("queries", _ref("Queries"), page),
            "post": _operation("nameQuery", _ref("Query"), body=("Query", answers.OFFERED[:2]), created=True),
        },
        "/queries/{queryName}": {
            "get": _operation("query", _ref("Query"), path=["queryName"]),
            "delete": _operation("endQuery", None, path=["queryName"]),
        },
        "/queries/{queryName}/events": {"get": _operation("queryEvents", events, page, ["queryName"])},
        "/queries/{queryName}/subscriptions": {
            "get": _operation("subscriptions", _ref("Subscriptions"), page, ["queryName"]),
            "post": _operation(
                "subscribe",
                _ref("Subscription"),
                path=["queryName"],
                body=("SubscriptionRequest", answers.OFFERED[:2]),
                created=True,
            ),
        },
        "/queries/{queryName}/subscriptions/{subscriptionID}": {
            "get": _operation("subscription", _ref("Subscription"), path=["queryName", "subscriptionID"]),
            "delete": _operation("unsubscribe", None, path=["queryName", "subscriptionID"]),
        },
        "/nextPageToken/{token}": {"delete": _operation("giveBackPageToken", None, path=["token"])},
    }
    for name, collection in COLLECTIONS.items():
        filters = [known for known in all_of_them if known != collection.parameter]
        paths[f"/{name}"] = {"get": _operation(name, _ref("Collection"), page)}
        paths[f"/{name}/{{item}}"] = {"get": _operation(f"{name}Item", _ref("Collection"), path=["item"])}
        paths[f"/{name}/{{item}}/events"] = {"get": _operation(f"{name}ItemEvents", events, filters, ["item"])}
    for operations in paths.values():
        path = next(iter(operations.values())).get("parameters", [])
        operations["options"] = {
            "security": [],
            "parameters": [one for one in path if one.get("in") == "path"],
            "responses": {
                "204": {"description": "Methods in Allow, versions in GS1-… headers"},
                **{known: _problem_ref(known) for known in ("400", "404", "406", "414")},
            },
        }
    return paths


def _operation(
    name: str,
    answer: dict[str, Any] | None,
    query: list[str] | None = None,
    path: list[str] | None = None,
    *,
    body: tuple[str, list[str]] | None = None,
    created: bool = False,
    accepted: bool = False,
) -> dict[str, Any]:
    ids = ("subscriptionID", "captureID")
    parameters: list[dict[str, Any]] = [
        {
            "name": one,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "format": "uuid"} if one in ids else {"type": "string", "minLength": 1},
        }
        for one in path or ()
    ]
    parameters += [{"$ref": f"#/components/parameters/{one}"} for one in query or ()]
    status = "201" if created else "202" if accepted else "200" if answer else "204"
    done: dict[str, Any] = {"description": "Done", **({"content": answer} if answer else {})}
    if created or accepted:
        done["headers"] = {"Location": {"schema": {"type": "string"}}}
    responses = {status: done}
    responses |= {known: _problem_ref(known) for known in (_POST if body else (*_GET, "501"))}
    found: dict[str, Any] = {"operationId": name, "parameters": parameters, "responses": responses}
    if body:
        schema, media = body
        content = {one: {"schema": {"$ref": f"#/components/schemas/{schema}"}} for one in media if "xml" not in one}
        content |= {one: {"schema": {"type": "string"}} for one in media if "xml" in one}
        found["requestBody"] = {"required": True, "content": content}
    return found


def _ref(name: str, media: list[str] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in media or answers.OFFERED[:2]:
        schema = {"type": "string"} if one.endswith("xml") else {"$ref": f"#/components/schemas/{name}"}
        found[one] = {"schema": schema}
    return found


def _problem_ref(status: str) -> dict[str, Any]:
    return {"$ref": f"#/components/responses/{status}"}


def _problem(words: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {
        "application/problem+json": {"schema": schema},
        "application/problem+xml": {"schema": {"type": "string"}},
    }
    return {"description": words, "content": content}


# --- schemas ----------------------------------------------------------------------------------------------------------


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties}


def _schemas() -> dict[str, Any]:
    text, context = {"type": "string"}, {"type": ["string", "array", "object"]}
    event = _object(["type", "eventTime", "eventTimeZoneOffset"], type=text, eventTime=_TIME, eventTimeZoneOffset=text)
    version = {"type": ["string", "number"]}
    results = _object(["resultsBody"], queryName=text, subscriptionID=text, resultsBody=_object(
        ["eventList"], eventList={"type": "array", "items": {"$ref": "#/components/schemas/Event"}}
    ))  # fmt: skip
    job = _object(
        ["captureID", "createdAt", "running", "success", "captureErrorBehaviour", "errors"],
        captureID={"type": "string", "format": "uuid"}, createdAt=_TIME, finishedAt=_TIME,
        running={"type": "boolean"}, success={"type": "boolean"},
        captureErrorBehaviour={"enum": list(headers.BEHAVIOURS)}, errors={"type": "array", "items": {"type": "object"}},
    )  # fmt: skip
    query = _object(
        ["name", "query"], name={"type": "string", "minLength": 1, "maxLength": 200}, query={"type": "object"}
    )
    query["properties"]["@context"] = context
    schedule = {"type": "object", "minProperties": 1}
    wish = _object(
        ["dest"], dest={"type": "string", "format": "uri", "maxLength": 2000},
        signatureToken={"type": "string", "maxLength": 200}, initialRecordTime=_TIME,
        reportIfEmpty={"type": "boolean"}, schedule=schedule, stream={"type": "boolean"},
    )  # fmt: skip
    told = _object(
        ["dest", "subscriptionID", "createdAt"], dest=text, subscriptionID={"type": "string", "format": "uuid"},
        createdAt=_TIME, lastNotifiedAt=_TIME, initialRecordTime=_TIME, reportIfEmpty={"type": "boolean"},
        epcFormat={"enum": list(headers.EPC_FORMATS)}, schedule=schedule, stream={"type": "boolean"},
    )  # fmt: skip
    envelope = {"type": text, "schemaVersion": version, "creationDate": _TIME}
    document = _object(["type", "schemaVersion", "epcisBody"], **envelope, epcisBody={"type": "object"})
    answer = _object(
        ["type", "schemaVersion", "epcisBody"], **envelope, epcisBody=_object(["queryResults"], queryResults=results)
    )
    for one in (event, document, answer):
        one["properties"] |= {"@context": context}
    collection = _object(
        ["@context", "type", "member"], type={"const": "Collection"}, member={"type": "array", "items": text}
    )
    collection["properties"] |= {"@context": context}
    problem = _object(
        ["type", "title", "status"], type=text, title=text, status={"type": "integer"}, detail=text, instance=text,
        code=text, support_id=text, errors={"type": "array", "items": {"type": "object"}},
    )  # fmt: skip
    return {
        "Event": event, "EPCISDocument": document, "EPCISQueryDocument": answer, "Collection": collection,
        "CaptureJob": job, "CaptureJobs": {"type": "array", "items": job}, "Problem": problem, "Query": query,
        "Queries": {"type": "array", "items": {"$ref": "#/components/schemas/Query"}}, "SubscriptionRequest": wish,
        "Subscription": told, "Subscriptions": {"type": "array", "items": told},
    }  # fmt: skip
