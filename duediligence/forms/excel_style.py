"""The look of a form in a workbook: one typeface, few colours, and light boxes where somebody may write."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from duediligence.forms.wording import harmless

TYPEFACE = "Arial"  # every program has it, or a typeface of the same widths
INK, QUIET, ACCENT, PREFILLED = "22303C", "5F6B76", "0F5C63", "1F4E9E"
BOX, PALE, RULE, GREYED = "E9F3F3", "F5F7F8", "D5DBE0", "A3ABB2"
MAX_CELL = 32_000  # Excel holds 32,767 characters in a cell


def font(size: float = 10, color: str = INK, bold: bool = False, italic: bool = False) -> Font:
    """A font of the form."""
    return Font(name=TYPEFACE, size=size, color=color, bold=bold, italic=italic)


TEXT, HELP, ANSWER = font(), font(9, QUIET), font()
GIVEN = font(color=PREFILLED, italic=True)
TITLE, SECTION = font(18, INK, bold=True), font(12, ACCENT, bold=True)
LABEL, LEAD = font(9, QUIET, bold=True), font(11, QUIET)

WRAPPED = Alignment(wrap_text=True, vertical="center")
BOXED = Alignment(wrap_text=True, vertical="center", horizontal="left", indent=1)
PART = Alignment(wrap_text=True, vertical="center", horizontal="left", indent=2)
PARAGRAPH = Alignment(wrap_text=True, vertical="top")
ONE_LINE = Alignment(vertical="center")
LAST_LINE = Alignment(vertical="bottom")
LAST_LINES = Alignment(vertical="bottom", wrap_text=True)
LAST_LINES_BOXED = Alignment(vertical="bottom", wrap_text=True, horizontal="left", indent=1)
NUMBER = Alignment(horizontal="right", vertical="center", indent=1)

_BOX_BORDER = Border(bottom=Side(style="thin", color=RULE), left=Side(style="thick", color="FFFFFF"))


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What is around a text: a rule, a coloured box, and whether people may write in it."""

    border: Border = field(default_factory=Border)
    fill: PatternFill = field(default_factory=PatternFill)
    unlocked: bool = False


BARE = Frame()
BELOW = Frame(Border(bottom=Side(style="thin", color=RULE)))
HEAD = Frame(Border(bottom=Side(style="medium", color=ACCENT)))
ANSWER_BOX = Frame(_BOX_BORDER, PatternFill("solid", fgColor=BOX), unlocked=True)
NOTE_BOX = Frame(_BOX_BORDER, PatternFill("solid", fgColor=PALE), unlocked=True)


def put(
    cell: Cell | MergedCell,
    value: str | float,
    look: Font = TEXT,
    place: Alignment = WRAPPED,
    frame: Frame = BARE,
) -> Cell:
    """Writes a value that can never run as a formula, whatever it begins with."""
    if isinstance(cell, MergedCell):
        raise TypeError("a form has no merged cells: they break sorting and reading back")
    cell.value = value if isinstance(value, (int, float)) else harmless(value)[:MAX_CELL] or None
    _dress(cell, look, place, frame)
    if isinstance(value, str) and cell.value is not None:
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
    return cell


_WORN: WeakKeyDictionary[Workbook, dict[tuple[int, int, int], Any]] = WeakKeyDictionary()
"""How cells of a workbook look already, by the looks, places and frames above; those live as long as the program."""


def _dress(cell: Any, look: Font, place: Alignment, frame: Frame) -> None:
    """Gives a cell its look, copied from the first cell that looks so: comparing styles would take half of all time."""
    worn = _WORN.setdefault(cell.parent.parent, {})
    kind = (id(look), id(place), id(frame))
    if kind in worn:
        cell._style = copy(worn[kind])  # openpyxl has no other way to copy a whole look
        return
    cell.font, cell.alignment, cell.border, cell.fill = look, place, frame.border, frame.fill
    cell.protection = Protection(locked=not frame.unlocked)
    worn[kind] = copy(cell._style)


def lines_needed(text: str, width: float, size: float = 10) -> int:
    """How many lines a text takes in a column; rather one too many, for no program says."""
    a_line = max(1, int(width * 11.5 / size))
    return sum(max(1, -(-len(part) // a_line)) for part in text.split("\n")) if text else 0


def use_typeface(book: Workbook) -> None:
    """Makes the form's typeface the workbook's own, so that column widths mean the same everywhere."""
    for style in book._named_styles:  # type: ignore[attr-defined]  # openpyxl gives no other way to them
        style.font = font()


def greyed_when(formula: str) -> Rule:
    """The rule that greys a row while a formula is true."""
    look = DifferentialStyle(font=Font(color=GREYED), fill=PatternFill("solid", bgColor="F7F7F7", fgColor="F7F7F7"))
    return Rule(type="expression", formula=[formula], dxf=look)


def fit_on_page(sheet: Worksheet, height: int) -> None:
    """Prints all columns on one page, on so many pages in height (0: as many as it takes)."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, height
    sheet.page_setup.paperSize = int(sheet.PAPERSIZE_A4)
