from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.access.models import PlacedModel
from txng.kernel.models import StoredFile
from txng.kernel.text import fold
from txng.registry.models import Establishment
from txng.review.models import Proposal


class ProductKind(models.TextChoices):
    GOODS = "goods", _("Goods")
    SERVICE = "service", _("Service")


class Product(PlacedModel):
    """A product as last approved. Until the first approval only its working name is known, and nobody outside sees it.

    The key is our own: many producers have no GTIN, and GTINs are re-assigned (domain.md 18.4). `product_code`
    begins with a letter, so nobody can take it for a GS1 key (NĐ37 art. 28.4).
    """

    # Plain values, lists of papers (catalogue.models.papers.PAPERS), photos and sound: together what a proposal
    # may carry and the public may see; `publish` refuses anything else (architecture 3.11).
    TEXTS = {
        "name": 300,
        "group": 40,
        "origin": 300,
        "brand": 200,
        "standards": 500,
        "pack": 200,
        "description": 4000,
        "name_en": 300,
        "model_code": 100,
        "variety": 200,
        "ingredients": 2000,
        "additives": 500,
        "packaging": 300,
        "warnings": 1000,
        "target_market": 300,
        "importer": 500,
        "usage": 4000,
        "introduction": 4000,
    }
    MEDIA = ("images", "sounds")
    LISTS = ("labels", "certificates", "test_results", "trademarks", "declarations")
    PUBLISHED_FIELDS = (
        "name",
        "group",
        "origin",
        "brand",
        "standards",
        "pack",
        "description",
        "shelf_life_days",
        "image",
        "images",
        "sounds",
        "name_en",
        "model_code",
        "variety",
        "ingredients",
        "additives",
        "packaging",
        "warnings",
        "target_market",
        "importer",
        "usage",
        "introduction",
        *LISTS,
    )

    Kind = ProductKind

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="products")
    kind = models.CharField(max_length=8, choices=ProductKind.choices, default=ProductKind.GOODS)
    product_code = models.CharField(max_length=8, unique=True)
    gtin = models.CharField(max_length=14, unique=True, null=True, blank=True)
    slug = models.SlugField(max_length=140, unique=True)
    name = models.CharField(max_length=300)
    plain_name = models.CharField(max_length=300, editable=False, db_index=True)
    group = models.CharField(max_length=40, blank=True)  # txng.catalogue.groups
    origin = models.CharField(max_length=300, blank=True)
    brand = models.CharField(max_length=200, blank=True)
    standards = models.CharField(max_length=500, blank=True)
    pack = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    model_code = models.CharField(max_length=100, blank=True)  # mã ký hiệu (NĐ46 art. 43)
    variety = models.CharField(max_length=200, blank=True)
    ingredients = models.TextField(blank=True)
    additives = models.CharField(max_length=500, blank=True)
    packaging = models.CharField(max_length=300, blank=True)
    warnings = models.TextField(blank=True)
    target_market = models.CharField(max_length=300, blank=True)
    importer = models.CharField(max_length=500, blank=True)  # name, address, tax code; imports only (TT31 art. 6)
    usage = models.TextField(blank=True)  # bài viết hướng dẫn sử dụng (CT-REG 8.2)
    introduction = models.TextField(blank=True)  # bài viết giới thiệu
    shelf_life_days = models.PositiveIntegerField(null=True, blank=True)
    image = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("product")
        ordering = ["id"]
        indexes = [models.Index(fields=["establishment", "id"], name="product_establishment")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    def published(self) -> dict[str, Any]:
        """What the public may see of it, as plain values: of a photo its id, of a paper a copy of what it says."""
        values: dict[str, Any] = {field: getattr(self, field) for field in (*self.TEXTS, "shelf_life_days")}
        values["image"] = str(self.image_id) if self.image_id else ""
        version = self.versions.filter(state=ProductVersionState.PUBLISHED).first() if self.is_published else None
        shown = version.fields if version else {}
        return values | {name: shown.get(name) or [] for name in (*self.MEDIA, *self.LISTS)}

    def publish(self, fields: dict[str, Any], *, image: StoredFile | None, at: datetime) -> None:
        """Take over approved values, and nothing but what a proposal may carry (architecture 3.11)."""
        if foreign := set(fields) - set(self.PUBLISHED_FIELDS):
            raise ValueError(f"not for publication: {', '.join(sorted(foreign))}")
        for field, value in fields.items():
            if field in self.TEXTS or field == "shelf_life_days":
                setattr(self, field, value)
        if "image" in fields:
            self.image = image
        self.plain_name = fold(self.name)
        self.published_at = self.published_at or at


class ProductVersionState(models.TextChoices):
    PUBLISHED = "published", _("Public now")
    SUPERSEDED = "superseded", _("Old version")
    TAKEN_DOWN = "taken_down", _("Taken down")


class ProductVersion(models.Model):
    """One approved snapshot; a scan shows the newest, the others are the history NĐ37 art. 53 asks for."""

    State = ProductVersionState

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    fields: Any = models.JSONField()
    state = models.CharField(max_length=12, choices=ProductVersionState.choices)
    approved_by = models.CharField(max_length=200)
    approved_for = models.CharField(max_length=300)  # the agency that answers for it
    published_at = models.DateTimeField()

    class Meta:
        verbose_name = _("product version")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="one_version_a_number"),
            models.UniqueConstraint(
                fields=["product"], condition=models.Q(state="published"), name="one_public_version_a_product"
            ),
        ]


class ProductChange(Proposal):
    """A proposed first publication or change of a product. `fields` holds only what would change."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="changes")
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    fields: Any = models.JSONField()  # PUBLISHED_FIELDS → proposed value; image: id of a StoredFile
    image = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)  # a second press of “Gửi duyệt” proposes nothing more

    class Meta(Proposal.Meta):
        abstract = False
        verbose_name = _("product change")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["product"],
                condition=models.Q(state__in=["draft", "waiting", "checked", "returned"]),
                name="one_open_change_a_product",
            )
        ]

    def __str__(self) -> str:
        return str(self.fields.get("name") or self.product.name)
