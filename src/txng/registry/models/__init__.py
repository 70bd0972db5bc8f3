from txng.registry.models.agencies import Agency, ManagingAssignment
from txng.registry.models.changes import EstablishmentChange, EstablishmentVersion
from txng.registry.models.documents import OF_ESTABLISHMENT, Document, DocumentKind, DocumentState
from txng.registry.models.dossiers import Dossier, DossierPaper, DossierReturn, DossierTransfer
from txng.registry.models.establishments import Establishment
from txng.registry.models.imports import Import, ImportRow
from txng.registry.models.kept_papers import KeptPaper, KeptPaperKind

__all__ = [
    "OF_ESTABLISHMENT",
    "Agency",
    "Document",
    "DocumentKind",
    "DocumentState",
    "Dossier",
    "DossierPaper",
    "DossierReturn",
    "DossierTransfer",
    "Establishment",
    "EstablishmentChange",
    "EstablishmentVersion",
    "Import",
    "ImportRow",
    "KeptPaper",
    "KeptPaperKind",
    "ManagingAssignment",
]
