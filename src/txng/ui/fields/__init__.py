"""The boxes of our forms: how dates, numbers, names and codes may be typed, and what is said when not."""

from txng.ui.fields.choices import ChoiceField, ManyChoiceField, ModelChoiceField, TickField
from txng.ui.fields.codes import CodeField, GtinField, PhoneField, TaxCodeField
from txng.ui.fields.dates import DateField, OneBoxDateField
from txng.ui.fields.files import FileField, FilesField
from txng.ui.fields.numbers import DecimalField, WholeField
from txng.ui.fields.text import EmailField, LongTextField, PersonNameField, SecretField, TextField
from txng.ui.fields.units import UnitField

__all__ = [
    "ChoiceField",
    "CodeField",
    "DateField",
    "DecimalField",
    "EmailField",
    "FileField",
    "FilesField",
    "GtinField",
    "LongTextField",
    "ManyChoiceField",
    "ModelChoiceField",
    "OneBoxDateField",
    "PersonNameField",
    "PhoneField",
    "SecretField",
    "TaxCodeField",
    "TextField",
    "TickField",
    "UnitField",
    "WholeField",
]
