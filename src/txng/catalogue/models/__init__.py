from txng.catalogue.models.papers import (
    PAPERS,
    Basis,
    Certificate,
    ProductImage,
    ProductLabel,
    ProductPaper,
    ProductSound,
    QualityDeclaration,
    Scheme,
    TestResult,
    Trademark,
)
from txng.catalogue.models.products import (
    Product,
    ProductChange,
    ProductKind,
    ProductVersion,
    ProductVersionState,
)

__all__ = [
    "PAPERS",
    "Basis",
    "Certificate",
    "Product",
    "ProductChange",
    "ProductImage",
    "ProductKind",
    "ProductLabel",
    "ProductPaper",
    "ProductSound",
    "ProductVersion",
    "ProductVersionState",
    "QualityDeclaration",
    "Scheme",
    "TestResult",
    "Trademark",
]
