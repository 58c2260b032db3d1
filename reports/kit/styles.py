"""How cells look: formats by kind of column, and the few styles of the house."""

from collections.abc import Mapping
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from reports.kit.declared import Kind

FORMATS: Mapping[Kind, str] = {
    Kind.COUNT: "#,##0",
    Kind.MONEY: "#,##0.00",
    Kind.AMOUNT: "#,##0.00",
    Kind.SHARE: '0.00" %"',
    Kind.RATE: "#,##0.0000",
    Kind.YEAR: "0",
    Kind.DATE: "yyyy-mm-dd",
}
WIDTHS: Mapping[Kind, int] = {
    Kind.TEXT: 26,
    Kind.LONG_TEXT: 60,
    Kind.COUNT: 14,
    Kind.MONEY: 20,
    Kind.AMOUNT: 20,
    Kind.SHARE: 11,
    Kind.RATE: 14,
    Kind.YEAR: 9,
    Kind.DATE: 13,
    Kind.LINK: 16,
}
FACE = "Calibri"
_SEA, _INK, _MUTED = "FF0B4F6C", "FF1B2430", "FF6B6558"
_TOP, _TOP_LEFT = Alignment(vertical="top"), Alignment(vertical="top", horizontal="left")
_TOP_RIGHT = Alignment(vertical="top", horizontal="right")
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_BOLD, _RULE = Font(name=FACE, bold=True, color=_INK), Border(top=Side("thin", color=_INK))
_HEAD = {"font": Font(name=FACE, bold=True, color="FFFFFFFF"), "fill": PatternFill("solid", fgColor=_SEA)}

LOOKS: Mapping[str, Mapping[str, Any]] = {
    "head": {**_HEAD, "alignment": Alignment(wrap_text=True, vertical="center")},
    "head-figure": {**_HEAD, "alignment": Alignment(wrap_text=True, vertical="center", horizontal="right")},
    "title": {"font": Font(name=FACE, bold=True, size=16, color=_SEA)},
    "label": {"font": _BOLD, "alignment": _WRAPPED},
    "said": {"alignment": Alignment(vertical="top", horizontal="left", wrap_text=True)},
    "indented": {"alignment": Alignment(horizontal="left", vertical="top", wrap_text=True, indent=2)},
    "title-line": {"font": Font(name=FACE, color=_MUTED), "alignment": _TOP},
    "reason": {"font": Font(name=FACE, italic=True, color=_MUTED), "alignment": _TOP_RIGHT},
    "link": {"font": Font(name=FACE, color=_SEA, underline="single"), "alignment": _TOP},
    "total": {"font": _BOLD, "border": _RULE, "alignment": _WRAPPED},
    "total-reason": {"font": Font(name=FACE, italic=True, color=_MUTED), "border": _RULE, "alignment": _TOP_RIGHT},
    **{f"text-{kind}": {"alignment": _WRAPPED} for kind in Kind},
    **{
        str(kind): {"number_format": form, "alignment": _TOP_LEFT if kind is Kind.YEAR else _TOP}
        for kind, form in FORMATS.items()
    },
    **{
        f"total-{kind}": {"number_format": form, "alignment": _TOP, "font": _BOLD, "border": _RULE}
        for kind, form in FORMATS.items()
    },
    **{f"left-{kind}": {"number_format": form, "alignment": _TOP_LEFT} for kind, form in FORMATS.items()},
}


class Styles:
    """The looks of one workbook, each worked out once: a cell then only points to it."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, bool], Any] = {}

    def cell(self, ws: Any, value: Any, look: str, *, quoted: bool = False) -> Any:
        """A cell with a look; `quoted` is Excel's mark for a text that begins like a formula."""
        cell: Any = WriteOnlyCell(ws, value=value)
        key = (look, quoted)
        if key not in self._made:
            self._made[key] = self._work_out(ws, *key)
        cell._style = self._made[key]
        return cell

    def _work_out(self, ws: Any, look: str, quoted: bool) -> Any:
        model: Any = WriteOnlyCell(ws)
        for name, value in LOOKS[look].items():
            setattr(model, name, value)
        if quoted:
            model.quotePrefix = True
        return model._style
