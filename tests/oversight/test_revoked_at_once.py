"""A certificate is suspended and revoked in committed transactions; what the page behind its QR says a moment later.

Nothing is judged by the clock here: `prove dossiers` reads the seconds from the file that TXNG_FIGURES names.
TXNG_KEPT_PAGE=1 plants a page remembered for 60 s, which has to be noticed.
"""

from __future__ import annotations

import json
import os
import time
from typing import Any

import pytest
from django.test import Client
from django.views.decorators.cache import cache_page

from tests import make
from tests.cast import build_organisations, build_people
from tests.oversight.certifying import WHY
from tests.resolver.test_scan import text
from txng.accounts.acting import actor_of, memberships
from txng.kernel.clock import now
from txng.oversight import actions

pytestmark = pytest.mark.any_server
WORDS = {"suspend": "Giấy xác nhận đang bị tạm đình chỉ", "revoke": "Giấy xác nhận đã bị thu hồi"}


@pytest.fixture(autouse=True)
def kept_page(monkeypatch: pytest.MonkeyPatch) -> None:
    if not os.environ.get("TXNG_KEPT_PAGE"):
        return
    from txng.oversight import urls

    (pattern,) = (one for one in urls.urlpatterns if one.name == "certificate-check")
    view = pattern.callback

    def without_word(request: Any, *args: Any, **kwargs: Any) -> Any:
        answer = view(request, *args, **kwargs)
        del answer["Cache-Control"]
        return answer

    monkeypatch.setattr(pattern, "callback", cache_page(60)(without_word))


def test_the_page_says_so_at_once(fresh_database: str) -> None:
    organisations = build_organisations()
    seat: Any = build_people(organisations)["mai"]
    mai = actor_of(memberships().select_related("user").get(pk=seat.pk))
    took: dict[str, float] = {}
    wrong = []
    client = Client()
    for how in ("suspend", "revoke"):
        certificate = make.certificate(organisations.lanh)
        address = f"/giay-xac-nhan/{certificate.public_code}/"
        assert "Giấy xác nhận còn giá trị" in text(client.get(address))
        act = getattr(actions, f"{how}_certificate")
        act(actor=mai, certificate_id=certificate.pk, at=now(), **WHY)
        began = time.perf_counter()
        said = text(client.get(address))
        took[how] = time.perf_counter() - began
        if WORDS[how] not in said:
            wrong.append(how)
    if figures := os.environ.get("TXNG_FIGURES"):
        with open(figures, "a", encoding="utf-8") as file:
            file.write(json.dumps({"seconds": took}) + "\n")
    assert wrong == []
