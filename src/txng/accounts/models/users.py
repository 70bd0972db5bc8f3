from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountKind(models.TextChoices):
    """Loại tài khoản. One kind a person, by law (CB 3.6, CT-REG 3.6)."""

    OPERATOR = "operator", _("Operator account")
    DEPARTMENT = "department", _("Department account")
    COMMUNE = "commune", _("Commune account")
    ESTABLISHMENT = "establishment", _("Establishment account")


class UserManager(BaseUserManager["User"]):
    def create_user(self, login: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(login=login.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(login=(username or "").lower())


class User(AbstractBaseUser):
    """A person. Signs in with account name, phone number or e-mail (names.md 5)."""

    Kind = AccountKind

    login = models.CharField(max_length=60, unique=True)  # account name, lower case
    name = models.CharField(max_length=160)
    phone = models.CharField(max_length=20, unique=True, null=True, blank=True)  # 0912345678
    email = models.EmailField(unique=True, null=True, blank=True)
    kind = models.CharField(max_length=16, choices=AccountKind.choices)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        ordering = ["id"]
        # CB 3.6, CT-REG 3.6. Somebody who leaves an agency and opens a farm gets a second user.
        triggers = [pgtrigger.ReadOnly(name="the_kind_of_a_user_stays", fields=["kind"])]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name
