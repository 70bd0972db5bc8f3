"""Every protected model, with a few rows of each in three worlds (bà Lành's, a firm's beside her, ông Khải's)."""

from __future__ import annotations

from typing import Any, cast

from django.apps import apps
from django.db.models import F, Model, QuerySet

from tests import make
from tests.cast import build_organisations, build_people
from tests.permissions.world import World, worlds
from txng.access.models import PlacedModel
from txng.registry.models import Dossier, Establishment


def models() -> list[type[Model]]:
    """A new one is here by itself; it has to be given rows in `filled`."""
    return [Dossier, *(model for model in apps.get_models() if issubclass(model, PlacedModel))]


def rows_of(model: type[Model]) -> QuerySet[Any]:
    rows = model._default_manager.all()
    return rows.annotate(establishment_id=F("id")) if model is Establishment else rows


def filled() -> dict[str, World]:
    organisations = build_organisations()
    people = cast(dict[str, Any], build_people(organisations))
    found = worlds(people, organisations)
    for number, world in enumerate(found.values()):
        world.product = make.product(world.establishment)  # without a GTIN: there is only one of each
        _ = (world.change, world.order, world.dossier, world.dossier_import, world.paper, world.profile_change)
        _ = (world.complaint, world.recall, world.certificate, world.process, world.plan)
        _ = (world.display, world.alarm)
        make.partner(world.establishment)
        _ = (world.print_house, world.print_file)
        _ = (world.helper, world.sheet_run)
        _received_and_shipped(world, number)
        _stocked(world)
        _proposed(world)
        _captured(world)
    return found


def _stocked(world: World) -> None:
    from txng.production.models import Boundary, ConflictExplanation, FlagLook, Material, MaterialLot, StockMove
    from txng.stamps.models import Activation

    material = Material(
        establishment=world.establishment,
        kind="fertiliser",
        name="Phân hữu cơ",
        plain_name="",
        unit="kg",
        created_at=make.AT,
    )
    bought = MaterialLot(establishment=world.establishment, material=material, created_at=make.AT)
    move = StockMove(
        establishment=world.establishment, kind="receive", done_on=make.TODAY, recorded_at=make.AT, recorded_by="x"
    )
    for row in (material, bought, move):
        row.stand_with(world.establishment)
        row.save()
    make.material_use(world.lot, done_on=make.TODAY, material=material)
    make.area_code(world.lot.site, f"VN-{world.owner.pk}")
    make.handover(world.lot)
    drawn = Boundary(
        establishment=world.establishment, site=world.lot.site, geometry={"type": "Point", "coordinates": [105.7, 10.0]},
        west=105.7, south=10.0, east=105.7, north=10.0, source="typed", drawn_at=make.AT, drawn_by="x",
    )  # fmt: skip
    look = FlagLook(
        establishment=world.establishment, lot=world.lot, agency_id=world.agency.pk, agency="x", entries_until=make.AT,
        looked_at=make.AT, looked_by="x",
    )  # fmt: skip
    for row in (drawn, look):
        row.stand_with(world.establishment)
        row.save()
    explained = ConflictExplanation(
        establishment=world.establishment, lot=world.lot, key="phi-1-1", sentence="x", reason="x",
        explained_at=make.AT, explained_by="x",
    )  # fmt: skip
    explained.stand_with(world.establishment)
    explained.save()
    activation = Activation(
        establishment=world.establishment, lot=world.lot, runs=[], quantity=1, activated_at=make.AT, activated_by="x"
    )
    activation.stand_with(world.establishment)
    activation.save()


def _received_and_shipped(world: World, number: int) -> None:
    from txng.production.models import Receipt, Shipment

    partner = make.partner(world.establishment, f"Đại lý {number}")
    common = {
        "establishment": world.establishment,
        "lot": world.lot,
        "partner": partner,
        "quantity": 5,
        "quantity_unit": "kg",
    }
    for model, day in ((Receipt, "received_on"), (Shipment, "shipped_on")):
        known = {field.name for field in model._meta.get_fields()}
        row = model(
            **{
                key: value
                for key, value in {**common, day: make.TODAY, "what": "x", "recorded_at": make.AT}.items()
                if key in known
            }
        )
        row.stand_with(world.lot)
        row.save()


def _proposed(world: World) -> None:
    from txng.accounts.models import AccountChange

    made = AccountChange(
        account=world.account, establishment=world.establishment, verb="revoke", state="waiting", reason="x", ground="x",
        proposed_by="x", proposed_by_id=world.lead.user_id, proposed_at=make.AT,
    )  # fmt: skip
    made.stand_with(world.account)
    made.save()


def _captured(world: World) -> None:
    """A document a program of the establishment sent, with what it brought."""
    from tests.trace import kit
    from txng.trace.models import Capture, MasterData

    program = kit.program(world.owner)
    program.capture(kit.document([kit.observed(world.owner.pk)]))
    row = Capture.objects.get(client=program.key)
    made = MasterData(
        type="x", key="urn:x:1", attributes=[], children=[], valid_since=make.AT, establishment=world.establishment
    )
    made.stand_with(row)
    made.save()
