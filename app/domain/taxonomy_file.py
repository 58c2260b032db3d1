"""A file of domains, priority areas and priorities: how it is read, and everything that is wrong with it."""

from collections.abc import Iterator, Sequence

from app.domain.csv_file import Fault, one_line, rows_of
from app.domain.text import _

Line = dict[str, str]
Codes = dict[str, set[str]]

COLUMNS = ("level", "code", "parent", "label_en", "label_fr", "short_en", "short_fr")
ABOVE: dict[str, str | None] = {"domain": None, "area": "domain", "priority": "area"}
MOST_BYTES, MOST_LINES = 400_000, 3000
_LONGEST = {"code": 20, "label_en": 250, "label_fr": 250, "short_en": 80, "short_fr": 80}


def read(content: bytes) -> tuple[list[Line], list[Fault]]:
    """The lines of the file by column, and what is wrong; columns are parted by commas or by semicolons."""
    rows, faults = rows_of(content, MOST_BYTES)
    if faults:
        return [], faults
    if not rows or tuple(cell.strip().lower() for cell in rows[0]) != COLUMNS:
        return [], [Fault(_("The first line must name the columns: %(columns)s"), {"columns": ", ".join(COLUMNS)})]
    if len(rows) - 1 > MOST_LINES:
        return [], [Fault(_("The file has more than %(most)s lines"), {"most": MOST_LINES})]
    astray = [number for number, row in enumerate(rows, 1) if len(row) != len(COLUMNS)]
    if astray:
        message = _("Line %(line)s has another number of columns than the first")
        return [], [Fault(message, {"line": number}) for number in astray]
    lines = [dict(zip(COLUMNS, map(one_line, row), strict=True)) for row in rows[1:]]
    return lines, faults_of(lines)


def faults_of(lines: Sequence[Line]) -> list[Fault]:
    """Everything that is wrong, in the order of the lines."""
    if not lines:
        return [Fault(_("The file holds no lines"))]
    seen: Codes = {level: set() for level in ABOVE}
    found: list[Fault] = []
    for number, line in enumerate(lines, 2):
        if line["level"] not in seen:
            message = _("Line %(line)s: the level “%(level)s” is unknown; it is domain, area or priority")
            found.append(Fault(message, {"line": number, "level": line["level"][:40]}))
            continue
        found += [*_texts(number, line), *_place(number, line, seen)]
        seen[line["level"]].add(line["code"])
    if not seen["priority"]:
        found.append(Fault(_("The file holds no priority")))
    return found


def _texts(number: int, line: Line) -> Iterator[Fault]:
    for column, limit in _LONGEST.items():
        needed = line["level"] == "domain" or not column.startswith("short")
        if needed and not line[column]:
            yield Fault(_("Line %(line)s: “%(column)s” is empty"), {"line": number, "column": column})
        if len(line[column]) > limit:
            message = _("Line %(line)s: “%(column)s” has more than %(limit)s characters")
            yield Fault(message, {"line": number, "column": column, "limit": limit})


def _place(number: int, line: Line, seen: Codes) -> Iterator[Fault]:
    level, code, parent = line["level"], line["code"], line["parent"]
    if code and code in seen[level]:
        yield Fault(_("Line %(line)s: the code “%(code)s” stands twice"), {"line": number, "code": code[:40]})
    above = ABOVE[level]
    if above is None and parent:
        yield Fault(_("Line %(line)s: a domain has no parent"), {"line": number})
    if above is not None and parent not in seen[above]:
        message = _("Line %(line)s: the parent “%(parent)s” does not stand above it")
        yield Fault(message, {"line": number, "parent": parent[:40]})
