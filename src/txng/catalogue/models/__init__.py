from txng.catalogue.models.papers import (
    PAPERS,
    Basis,
    Certificate,
    ProductImage,
    ProductSound,
    ProductLabel,
    ProductPaper,
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
    "ProductSound",
    "ProductKind",
    "ProductLabel",
    "ProductPaper",
    "ProductVersion",
    "ProductVersionState",
    "QualityDeclaration",
    "Scheme",
    "TestResult",
    "Trademark",
]
