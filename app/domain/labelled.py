"""Enumerations whose members carry a label (an English message, translated at the edge)."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """`DRAFT = "draft", _("Draft")`: the value is stored, the label is shown."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
