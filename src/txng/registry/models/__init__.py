from txng.registry.models.agencies import Agency, ManagingAssignment
from txng.registry.models.dossiers import Dossier, DossierPaper, DossierReturn, DossierTransfer
from txng.registry.models.establishments import Establishment
from txng.registry.models.imports import Import, ImportRow

__all__ = [
    "Agency",
    "Dossier",
    "DossierPaper",
    "DossierReturn",
    "DossierTransfer",
    "Establishment",
    "Import",
    "ImportRow",
    "ManagingAssignment",
]
