"""Workbooks (xlsx, xlsm, xls, ods), read with calamine: no formula and no macro runs, nothing is written."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from duediligence.findings import Finding, Location, error, note
from duediligence.intake.files.apart import Sheet, read_apart
from duediligence.intake.files.grid import Book, Fault, Grid, Value, until_gap
from duediligence.intake.files.ods_xml import ods_reach
from duediligence.intake.files.reading import Reading
from duediligence.intake.files.safety import LIMITS, Limits, Refused, unpack
from duediligence.intake.files.sheet_xml import SheetXml, sheet_parts
from duediligence.intake.files.text import clean_rows
from duediligence.intake.files.workbook_parts import packed, slimmed, without_endless_sheets

Merged: TypeAlias = tuple[tuple[tuple[int, int], tuple[int, int]], ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """An opened workbook with, for xlsx, the raw parts beside it."""

    file: str
    workbook: CalamineWorkbook
    sheets: Mapping[str, bytes]
    styles: bytes
    limits: Limits


def open_xlsx(data: bytes, shown_as: str, limits: Limits = LIMITS) -> Reading[Book]:
    """The sheets of an xlsx or xlsm; raises Refused where the file cannot be trusted or read."""
    unpacked = unpack(data, shown_as, limits, slimmed)
    parts, endless = without_endless_sheets(unpacked.value, limits)
    workbook = _opened(packed(parts), shown_as)
    names = list(zip(sheet_parts(parts), workbook.sheet_names, strict=False))
    styles = next((parts[name] for name in parts if name.casefold() == "xl/styles.xml"), b"")
    source = _Source(shown_as, workbook, {name: parts.get(part, b"") for part, name in names}, styles, limits)
    return Reading(_book(source), (*unpacked.findings, *_endless_findings(source, endless, dict(names))))


def open_ods(data: bytes, shown_as: str, limits: Limits = LIMITS) -> Reading[Book]:
    """The sheets of an OpenDocument spreadsheet; raises Refused where the file cannot be trusted or read."""
    unpacked = unpack(data, shown_as, limits)
    if ods_reach(unpacked.value.get("content.xml", b"")) > limits.cells:
        raise Refused("sheet_too_large", Location(file=shown_as), limit=limits.cells)
    return Reading(_book_apart(packed(unpacked.value).getvalue(), shown_as, limits), unpacked.findings)


def open_xls(data: bytes, shown_as: str, limits: Limits = LIMITS) -> Reading[Book]:
    """The sheets of an old .xls; says that error cells cannot be seen there. Raises Refused where it cannot be read."""
    return Reading(_book_apart(data, shown_as, limits), (note("old_workbook_format", Location(file=shown_as)),))


def _book_apart(data: bytes, shown_as: str, limits: Limits) -> Book:
    """All sheets at once, from another process; a grid is made of one when it is asked for."""
    sheets = {sheet.name: sheet for sheet in read_apart(data, shown_as, limits)}
    hidden = frozenset(sheet.name for sheet in sheets.values() if sheet.hidden)
    return Book(
        tuple(sheets),
        lambda name: _grid_apart(sheets[name], shown_as, limits),
        hidden,
    )


def _grid_apart(sheet: Sheet, shown_as: str, limits: Limits) -> Grid:
    """The grid up to its last row that belongs together, with clean texts."""
    rows, ended = until_gap(sheet.rows, shown_as, sheet.name)
    return clean_rows(Grid(shown_as, sheet.name, rows, merged=sheet.merged), limits.text, ended)


def _endless_findings(source: _Source, endless: dict[str, str], sheet_of: Mapping[str, str]) -> list[Finding]:
    return [
        error(code, Location(file=source.file, sheet=sheet_of.get(part, part)), limit=source.limits.cells)
        for part, code in endless.items()
    ]


def _opened(file: io.BytesIO, shown_as: str) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(file)
    except PasswordError:
        raise Refused("workbook_encrypted", Location(file=shown_as)) from None
    except CalamineError as problem:
        raise Refused("workbook_damaged", Location(file=shown_as), reason=_short(problem)) from None
    except BaseException as problem:
        raise _refused_panic(problem, shown_as) from None


def _refused_panic(problem: BaseException, shown_as: str, sheet: str = "") -> BaseException:
    """A damaged file can make the parser give up in its own way, which is no ordinary exception."""
    if isinstance(problem, Exception) or type(problem).__name__ == "PanicException":
        return Refused("workbook_damaged", Location(file=shown_as, sheet=sheet), reason=_short(problem))
    return problem


def _short(problem: BaseException) -> str:
    return str(problem).splitlines()[0][:120] if str(problem) else type(problem).__name__


def _book(source: _Source) -> Book:
    metadata = source.workbook.sheets_metadata
    names = tuple(sheet.name for sheet in metadata if sheet.typ == SheetTypeEnum.WorkSheet)
    hidden = frozenset(sheet.name for sheet in metadata if sheet.visible != SheetVisibleEnum.Visible)
    return Book(names, partial(_grid, source), hidden)


def _grid(source: _Source, name: str) -> Grid | None:
    """One sheet; where it cannot be read, an empty grid that says so."""
    try:
        sheet = source.workbook.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > source.limits.cells:
            raise Refused("sheet_too_large", Location(file=source.file, sheet=name), limit=source.limits.cells)
        rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
        merged = tuple(sheet.merged_cell_ranges or ())
    except Refused as refused:
        return Grid(source.file, name, (), findings=(refused.finding,))
    except BaseException as problem:
        refused_panic = _refused_panic(problem, source.file, name)
        if not isinstance(refused_panic, Refused):
            raise
        return Grid(source.file, name, (), findings=(refused_panic.finding,))
    return _finished(source, name, rows, merged)


def _finished(source: _Source, name: str, rows: Sequence[Sequence[Value]], merged: Merged) -> Grid:
    """The grid up to its last row that belongs together, with what only the raw sheet tells, and with clean texts."""
    xml = SheetXml(source.sheets.get(name, b""), source.styles)
    kept, ended = until_gap(_with_faults(rows, xml.faults()), source.file, name)
    grid = Grid(source.file, name, kept, formulas=xml.formulas(), merged=merged, is_percent=xml.is_percent)
    return clean_rows(grid, source.limits.text, ended)


def _with_faults(rows: Sequence[Sequence[Value]], faults: Mapping[tuple[int, int], Fault]) -> Sequence[Sequence[Value]]:
    """The rows with a fault where the parser gives a blank; a fault may stand beyond the last value."""
    if not faults:
        return rows
    wide = [list(row) for row in rows]
    for (row, column), fault in faults.items():
        wide.extend([] for _ in range(row + 1 - len(wide)))
        wide[row].extend([""] * (column + 1 - len(wide[row])))
        wide[row][column] = fault
    return wide
