from txng.production.models.diary import BY_TIME_DONE, Activity, DiaryEntry
from txng.production.models.geometry import AreaCode, AreaCodeScheme, AreaCodeStatus, Boundary, BoundarySource
from txng.production.models.handover import Handover, HandoverState
from txng.production.models.looks import FlagLook
from txng.production.models.lots import Lot, LotState
from txng.production.models.materials import Material, MaterialKind, MaterialLot
from txng.production.models.partners import Partner, Receipt, Shipment
from txng.production.models.permitted import PermittedList, PermittedMaterial
from txng.production.models.plan import LotPlan, LotTask
from txng.production.models.process import Nature, Per, ProcessState, ProcessTask, ProcessTemplate
from txng.production.models.sheets import SheetRow, SheetRun
from txng.production.models.sites import Site, SiteKind
from txng.production.models.stock import StockKind, StockLine, StockMove
from txng.production.models.use import ConflictExplanation, MaterialUse
from txng.production.models.workers import Worker

__all__ = [
    "BY_TIME_DONE",
    "Activity",
    "AreaCode",
    "AreaCodeScheme",
    "AreaCodeStatus",
    "Boundary",
    "BoundarySource",
    "ConflictExplanation",
    "DiaryEntry",
    "FlagLook",
    "Handover",
    "HandoverState",
    "Lot",
    "LotPlan",
    "LotState",
    "LotTask",
    "Material",
    "MaterialKind",
    "MaterialLot",
    "MaterialUse",
    "Nature",
    "Partner",
    "Per",
    "PermittedList",
    "PermittedMaterial",
    "ProcessState",
    "ProcessTask",
    "ProcessTemplate",
    "Receipt",
    "SheetRow",
    "SheetRun",
    "Shipment",
    "Site",
    "SiteKind",
    "StockKind",
    "StockLine",
    "StockMove",
    "Worker",
]
