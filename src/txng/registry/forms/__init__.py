from txng.registry.forms.agency import (
    AllowForm,
    AssignForm,
    EstablishmentListForm,
    QueueForm,
    RejectForm,
    ReturnForm,
    TransferForm,
)
from txng.registry.forms.applicant import (
    AgencyForm,
    CommitmentForm,
    EstablishmentForm,
    InformationForm,
    LookupForm,
    PapersForm,
    ProductsForm,
    ReplyForm,
    TaxCodeForm,
)

__all__ = [
    "AgencyForm",
    "AllowForm",
    "AssignForm",
    "CommitmentForm",
    "EstablishmentForm",
    "EstablishmentListForm",
    "InformationForm",
    "LookupForm",
    "PapersForm",
    "ProductsForm",
    "QueueForm",
    "RejectForm",
    "ReplyForm",
    "ReturnForm",
    "TaxCodeForm",
    "TransferForm",
]
