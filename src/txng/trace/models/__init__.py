from txng.trace.models.captured import CapturedEvent, EventIdentifier, Namespace
from txng.trace.models.captures import Capture
from txng.trace.models.edges import Edge
from txng.trace.models.masterdata import MasterData
from txng.trace.models.queries import Delivery, NamedQuery, PartnerGrant, Subscription
from txng.trace.models.sources import SourceSetting
from txng.trace.models.tokens import SpentToken

__all__ = [
    "Capture",
    "CapturedEvent",
    "Delivery",
    "Edge",
    "EventIdentifier",
    "MasterData",
    "NamedQuery",
    "Namespace",
    "PartnerGrant",
    "SourceSetting",
    "SpentToken",
    "Subscription",
]
