from txng.registry.models.agencies import Agency, ManagingAssignment
from txng.registry.models.dossiers import Dossier, DossierPaper, DossierReturn, DossierTransfer
from txng.registry.models.establishments import Establishment

__all__ = [
    "Agency",
    "Dossier",
    "DossierPaper",
    "DossierReturn",
    "DossierTransfer",
    "Establishment",
    "ManagingAssignment",
]
