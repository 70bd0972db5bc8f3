"""A refusal for a program: RFC 9457, in English, with a code that does not change."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse

from txng.kernel.requests import request_id


def problem(request: HttpRequest, *, status: int, code: str, detail: str = "") -> JsonResponse:
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail or HTTPStatus(status).description,
        "instance": request.path,
        "support_id": request_id(),
    }
    answer = JsonResponse(body, status=status, content_type="application/problem+json")
    answer["Content-Language"] = "en"
    answer["Cache-Control"] = "no-store"
    if status == 401:
        # RFC 6750, 3: no error is named to who sent no key at all.
        why = "" if code == "token_missing" else f', error="invalid_token", error_description="{code}"'
        answer["WWW-Authenticate"] = f'Bearer realm="txng"{why}'
    return answer
