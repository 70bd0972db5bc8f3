"""The papers of a product: each row ties one approved paper to it, with what only that kind of paper says."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.catalogue.models.products import Product
from txng.kernel.models import StoredFile
from txng.registry.models import Document, DocumentKind


class Scheme(models.TextChoices):
    VIETGAP = "vietgap", "VietGAP"
    GLOBALGAP = "globalgap", "GlobalGAP"
    ORGANIC = "organic", _("Organic")
    HACCP = "haccp", "HACCP"
    ISO22000 = "iso22000", "ISO 22000"
    GMP = "gmp", "GMP"
    HALAL = "halal", "Halal"
    OCOP = "ocop", "OCOP"
    GEOGRAPHICAL = "geographical", _("Geographical indication")
    CONFORMITY = "conformity", _("Conformity with a technical regulation")
    OTHER = "other", pgettext_lazy("paper", "Other paper")


class Basis(models.TextChoices):
    """NĐ 15/2018 art. 4, 6 for food; Luật Chất lượng sản phẩm, hàng hóa for the rest."""

    SELF_DECLARED = "self_declared", _("Self-declaration of the product")
    REGISTERED = "registered", _("Registered declaration of the product")
    BASE_STANDARD = "base_standard", _("Declaration of the standard applied")
    CONFORMITY = "conformity", _("Declaration of conformity")


class ProductPaper(models.Model):
    """From `since` to `ended_at` the paper stood with the public version."""

    KIND: ClassVar[DocumentKind]
    OWN: ClassVar[tuple[str, ...]]

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="%(class)ss")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.document)

    def entry(self) -> dict[str, Any]:
        return self.document.entry(**{field: getattr(self, field) for field in self.OWN})


class ProductLabel(ProductPaper):
    """Nhãn sản phẩm. The address printed on it may be the one before a merger of communes (NĐ37 art. 98.5)."""

    KIND = DocumentKind.LABEL
    OWN = ("address_on_label",)

    address_on_label = models.CharField(max_length=300, blank=True)

    class Meta(ProductPaper.Meta):
        verbose_name = _("product label")


class Certificate(ProductPaper):
    KIND = DocumentKind.CERTIFICATE
    OWN = ("scheme", "scope")

    scheme = models.CharField(max_length=16, choices=Scheme.choices)
    scope = models.CharField(max_length=300, blank=True)

    class Meta(ProductPaper.Meta):
        verbose_name = _("certificate")


class TestResult(ProductPaper):
    __test__ = False  # it is no test of pytest's

    KIND = DocumentKind.TEST_RESULT
    OWN = ("result",)

    result = models.CharField(max_length=500, blank=True)

    class Meta(ProductPaper.Meta):
        verbose_name = _("test result")


class Trademark(ProductPaper):
    KIND = DocumentKind.TRADEMARK
    OWN = ("mark",)

    mark = models.CharField(max_length=200, blank=True)

    class Meta(ProductPaper.Meta):
        verbose_name = _("trademark")


class QualityDeclaration(ProductPaper):
    KIND = DocumentKind.QUALITY_DECLARATION
    OWN = ("basis",)

    basis = models.CharField(max_length=16, choices=Basis.choices)

    class Meta(ProductPaper.Meta):
        verbose_name = _("quality declaration")


# The list within a proposal or a version → its table.
PAPERS: dict[str, type[ProductPaper]] = {
    "labels": ProductLabel,
    "certificates": Certificate,
    "test_results": TestResult,
    "trademarks": Trademark,
    "declarations": QualityDeclaration,
}


class ProductImage(models.Model):
    """One more photo beside the first. It is kept when sent; it is public while it has a place."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    place = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = _("photo of a product")
        ordering = ["place", "id"]
        constraints = [models.UniqueConstraint(fields=["product", "file"], name="a_photo_once_a_product")]


class ProductSound(models.Model):
    """“Lời nói” (CT-REG Điều 8): kept when sent, public while a version that holds it is. What is said stands beside it
    in words, in the version: who cannot hear reads it."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="sounds")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sound of a product")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["product", "file"], name="a_sound_once_a_product")]
