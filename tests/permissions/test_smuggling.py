"""The probe for fields a form does not have notices what it is there for (tests/smuggling.py)."""

from __future__ import annotations

from typing import Any

import pytest
from django.forms import CharField, Form, ModelForm
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tests import smuggling
from txng.production.models import Partner
from txng.project import urls

pytestmark = [pytest.mark.django_db, pytest.mark.unwatched, pytest.mark.any_server]


class OwnFields(Form):
    name = CharField()


class AllFields(ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Partner
        exclude = ()  # noqa: DJ006 - the very mistake


def careful(request: HttpRequest) -> HttpResponse:
    form = OwnFields(request.POST)
    assert form.is_valid()
    Partner.objects.update(name=form.cleaned_data["name"])
    return HttpResponse("")


def careless(request: HttpRequest) -> HttpResponse:
    for partner in Partner.objects.all():
        for name in {"name", "sector", "unit_path"} & request.POST.keys():
            setattr(partner, name, request.POST[name])
        partner.save()
    return HttpResponse("")


def too_many(request: HttpRequest) -> HttpResponse:
    AllFields(request.POST).is_valid()
    return HttpResponse("")


class Doors:
    urlpatterns = [
        *urls.urlpatterns,
        *(path(f"thu/{view.__name__}/", view, name=view.__name__) for view in (careful, careless, too_many)),
    ]


@pytest.fixture
def sent(settings: Any, organisations: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the probe says of one form sent there."""
    settings.ROOT_URLCONF = Doors
    monkeypatch.setenv("TXNG_SMUGGLE", "1")
    establishment = organisations.lanh
    Partner.objects.create(
        establishment=establishment,
        kind="customer",
        name="Vựa Ba Tèo",
        unit_path=establishment.unit_path,
        sector="agriculture",
    )

    def send(where: str) -> list[str]:
        smuggling.probe.found.clear()
        smuggling.probe.read.clear()
        Client().post(f"/thu/{where}/", {"name": "Vựa Út Hiền"})
        found = [*smuggling.probe.found, *smuggling.undeclared()]
        smuggling.probe.found.clear()
        smuggling.probe.read.clear()
        return found

    return send


def test_a_view_that_takes_whatever_is_sent_is_noticed(sent: Any) -> None:
    found = sent("careless")
    assert "careless: production_partner.sector set by a field it does not have" in found
    assert "careless: production_partner.unit_path set by a field it does not have" in found


def test_a_view_that_reads_its_own_form_lets_nothing_through(sent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smuggling, "_declared", lambda: {"careful": {"name"}})
    assert sent("careful") == []
    assert Partner.objects.get().name == "Vựa Út Hiền"


def test_a_form_made_of_a_whole_model_is_noticed(sent: Any) -> None:
    found = sent("too_many")
    assert "too_many reads establishment, which stands nowhere in writable.txt" in found


def test_an_address_is_declared_once_and_exists() -> None:
    from tests.permissions.table import all_url_names

    assert smuggling.declared().keys() <= all_url_names()
