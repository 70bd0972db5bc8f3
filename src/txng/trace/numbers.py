"""Words of the standard as small numbers, as the rows carry them. A number is never given away again."""

from __future__ import annotations

# 0 is an event type of somebody else, whose URI stands in the body.
TYPES = {
    "ObjectEvent": 1,
    "AggregationEvent": 2,
    "TransactionEvent": 3,
    "TransformationEvent": 4,
    "AssociationEvent": 5,
}
TYPE_WORDS = {number: word for word, number in TYPES.items()}
ACTIONS = {"ADD": 1, "OBSERVE": 2, "DELETE": 3}
ACTION_WORDS = {number: word for word, number in ACTIONS.items()}
# Where in the event an identifier stands.
ROLES = {
    "parentID": 1,
    "epcList": 2,
    "childEPCs": 3,
    "inputEPCList": 4,
    "outputEPCList": 5,
    "quantityList": 6,
    "childQuantityList": 7,
    "inputQuantityList": 8,
    "outputQuantityList": 9,
    # No thing: it ties several transformation events into one.
    "transformationID": 10,
}
ROLE_WORDS = {number: word for word, number in ROLES.items()}
INSTANCE_ROLES = (1, 2, 3, 4, 5)
CLASS_ROLES = (6, 7, 8, 9)
INPUT_ROLES = (4, 8)
OUTPUT_ROLES = (5, 9)

# The CBV versions of the event hash.
HASH_VERSIONS = {20: "2.0", 21: "2.1"}
