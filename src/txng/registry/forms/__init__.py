from txng.registry.forms.agency import EstablishmentListForm, QueueForm, RejectForm, ReturnForm
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
]
