"""Reads a sheet of a downloaded workbook as a reader does: by the headings over its columns."""

from typing import Any

from openpyxl import Workbook


def rows_of(workbook: Workbook, sheet: str, reference: str) -> list[dict[str, Any]]:
    """The rows of one initiative, by heading."""
    lines = list(workbook[sheet].iter_rows(values_only=True))
    top = next(number for number, line in enumerate(lines) if "Reference" in line)
    rows = [dict(zip(map(str, lines[top]), line, strict=False)) for line in lines[top + 1 :]]
    return [row for row in rows if row["Reference"] == reference]
