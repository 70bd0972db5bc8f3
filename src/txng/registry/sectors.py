"""Lĩnh vực: the sectors by which departments are responsible (names.md 1)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sector(models.TextChoices):
    AGRICULTURE = "agriculture", _("Agriculture and environment")
    INDUSTRY_TRADE = "industry_trade", _("Industry and trade")
    HEALTH = "health", _("Health")
    SCIENCE = "science", _("Science and technology")
    CULTURE_TOURISM = "culture_tourism", _("Culture, sports and tourism")
    OTHER = "other", _("Other sector")
