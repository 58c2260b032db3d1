"""A CSV file that was uploaded: its rows, or in words why it cannot be read."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.text import _


@dataclass(frozen=True)
class Fault:
    """Something to correct in the file, in words; the first line after the header is line 2."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)


def rows_of(content: bytes, most_bytes: int) -> tuple[list[list[str]], list[Fault]]:
    """The rows, header first, without empty ones at the end; columns are parted by commas or by semicolons."""
    if len(content) > most_bytes:
        return [], [Fault(_("The file is larger than %(most)s kB"), {"most": most_bytes // 1000})]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [Fault(_("The file is not in UTF-8: save it as “CSV UTF-8”"))]
    if "\0" in text:
        return [], [Fault(_("This is no CSV file"))]
    header, _newline, _rest = text.partition("\n")
    delimiter = ";" if header.count(";") > header.count(",") else ","
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True))
    except csv.Error:
        return [], [Fault(_("This is no CSV file"))]
    while rows and not any(rows[-1]):
        rows.pop()
    return rows, []


def one_line(cell: str) -> str:
    return "".join(c for c in " ".join(cell.split()) if c.isprintable())
