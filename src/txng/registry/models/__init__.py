from txng.registry.models.agencies import Agency, ManagingAssignment
from txng.registry.models.dossiers import Dossier, DossierPaper, DossierReturn
from txng.registry.models.establishments import Establishment

__all__ = ["Agency", "Dossier", "DossierPaper", "DossierReturn", "Establishment", "ManagingAssignment"]
