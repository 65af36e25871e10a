"""The plan workbook as it comes back: what people typed, however the sheet was sorted, filtered or saved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from duediligence.findings import Finding, Location, error, note, warning
from duediligence.i18n.texts import catalogue
from duediligence.intake.files.grid import Book, Cell, Grid, Row, is_blank
from duediligence.intake.files.reading import Reading
from duediligence.intake.files.unread import Unread
from duediligence.intake.typed.dates import date_of, day_without_year
from duediligence.intake.typed.spelling import fold, folded, spellings
from duediligence.model.plan import ActionState
from duediligence.model.plan_sheet import (
    ACTION_ID,
    COLUMNS,
    LEAD,
    MEASURE_TEXT,
    NAME,
    NO,
    OWN_PREFIX,
    SITE_SIGN,
    TYPED,
    YES,
    TypedAction,
)

_TOOL_ID = re.compile(rf"(a|{OWN_PREFIX})[0-9a-f]{{10}}")
_EVIDENCE_CLASS = re.compile(r"E\s?([0-6])\b", re.IGNORECASE)
_TO_COME = "due"
_KEYS = frozenset((*COLUMNS, NAME))
_HEADERS_TO_BE_SURE = 3
_LONGEST_HEADER = 60


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Where the columns are: `titles` are the headers that people see; `skipped` are the header rows."""

    grid: Grid
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    top: int
    skipped: frozenset[int]


@dataclass(slots=True)
class _Reader:
    """Reads the cells of one row; what cannot be read is named, and kept as a line of the notes."""

    sheet: _Sheet
    row: Row
    read_on: date
    findings: list[Finding] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def cell(self, key: str) -> Cell:
        column = self.sheet.columns.get(key)
        return self.row.cell(column) if column is not None else Cell("", self.row.location())

    def text(self, key: str) -> str:
        return self.cell(key).text

    def day(self, key: str) -> date | None:
        cell = self.cell(key)
        found = None if cell.blank else date_of(cell.value)
        if not isinstance(found, Unread):
            return found
        return self._day_without_year(key, cell, found)

    def _day_without_year(self, key: str, cell: Cell, unread: Unread) -> date | None:
        """What is to come lies ahead, what was done lies behind us; the finding says which year was taken."""
        if isinstance(cell.value, str) and unread.code == "not_a_date":
            found = day_without_year(cell.value, self.read_on, ahead=key == _TO_COME)
            if isinstance(found, date):
                self.findings.append(note("plan_day_without_year", cell.location, found=cell.text, day=found))
                return found
            unread = found
        code = "plan_bad_date" if unread.code == "not_a_date" else unread.code
        self._misread(key, Unread(code, unread.params).at(cell.location, cell.value, column=self._title(key)))
        return None

    def state(self) -> ActionState:
        cell = self.cell("state")
        found = _spellings("plan", "states").get(fold(cell.text)) or spellings("plan.typed_states").get(fold(cell.text))
        if found or cell.blank:
            return ActionState(found or ActionState.OPEN)
        self._misread("state", warning("plan_bad_state", cell.location, found=cell.text))
        return ActionState.OPEN

    def evidence_class(self) -> str:
        cell = self.cell("evidence_class")
        found = _EVIDENCE_CLASS.match(cell.text)
        if found is None and not cell.blank:
            self._misread("evidence_class", warning("plan_bad_evidence_class", cell.location, found=cell.text))
        return f"E{found[1]}" if found else ""

    def flag(self, key: str, default: bool) -> bool:
        return {YES: True, NO: False}.get(_spellings("plan", "flags").get(fold(self.text(key)), ""), default)

    def lead(self) -> str:
        return _spellings("terms", "role").get(fold(self.text(LEAD)), "")

    def subject(self) -> str:
        text = self.text("subject") or self.text(NAME)
        return _spellings("plan", "subjects").get(fold(text), text)

    def _misread(self, key: str, finding: Finding) -> None:
        self.findings.append(finding)
        self.unread.append(f"{self._title(key)}: {self.text(key)}")

    def _title(self, key: str) -> str:
        return self.sheet.titles.get(key, key)


def read_plan(book: Book, read_on: date) -> Reading[tuple[TypedAction, ...]]:
    """Every row with an id of the tool, and every other row in which somebody typed something as an own action.

    A day without a year is the nearest one to `read_on`. The same id may stand on several rows (a copied row); telling
    them apart takes the content.
    """
    sheets = [sheet for grid in book.grids() if (sheet := _found(grid)) is not None]
    if not sheets:
        file = next((grid.file for grid in book.grids()), "")
        return Reading((), (error("plan_no_actions", Location(file=file)),))
    sheet = max(sheets, key=lambda sheet: len(sheet.columns))
    findings = [*sheet.grid.findings, *_columns_amiss(sheet)]
    rows: list[TypedAction] = []
    own_ids: set[str] = set()
    for row in sheet.grid.rows_below(-1):
        if row.index not in sheet.skipped:
            rows += _rows(_Reader(sheet, row, read_on), findings, own_ids)
    return Reading(tuple(rows), tuple(findings))


def _found(grid: Grid) -> _Sheet | None:
    """The sheet with its columns by key, or by name in a language where the row of keys is gone.

    The header rows may be anywhere: a sheet that was sorted as a whole has them among its rows.
    """
    keyed = _headers(grid, _by_key)
    named = {row: columns for row, columns in _headers(grid, _by_name).items() if row not in keyed}
    columns = next(iter((*keyed.values(), *named.values())), {})
    if ACTION_ID not in columns:
        return None
    shown = {key: str(grid.value(row, column)) for row in named for key, column in columns.items()}
    skipped = frozenset((*keyed, *named))
    return _Sheet(grid, columns, {key: title for key, title in shown.items() if title}, min(skipped), skipped)


def _headers(grid: Grid, read: Callable[[Grid, int], dict[str, int]]) -> dict[int, dict[str, int]]:
    found = ((row, read(grid, row)) for row in range(len(grid.rows)))
    return {row: columns for row, columns in found if len(columns) >= _HEADERS_TO_BE_SURE}


def _by_key(grid: Grid, row: int) -> dict[str, int]:
    return _first_places(
        (value, i) for i, value in enumerate(grid.rows[row]) if isinstance(value, str) and value in _KEYS
    )


def _by_name(grid: Grid, row: int) -> dict[str, int]:
    names = _spellings("plan", "columns")
    cells = ((fold(value), i) for i, value in enumerate(grid.rows[row]) if _may_be_header(value))
    return _first_places((names[text], i) for text, i in cells if text in names)


def _may_be_header(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST_HEADER


def _first_places(pairs: Iterator[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, column in pairs:
        found.setdefault(key, column)
    return found


def _rows(reader: _Reader, findings: list[Finding], own_ids: set[str]) -> Iterator[TypedAction]:
    typed = _typed(reader)
    known = _TOOL_ID.fullmatch(typed.id) is not None
    if not known and (reader.row.index < reader.sheet.top or not _says_anything(typed, reader)):
        return
    findings += reader.findings
    if known:
        yield typed
        return
    if typed.id:
        findings.append(warning("plan_unknown_id", reader.cell(ACTION_ID).location, found=typed.id))
        typed = typed.with_note(f"{reader.sheet.titles.get(ACTION_ID, ACTION_ID)}: {typed.id}")
    typed = _with_other_cells(typed, reader)
    if not typed.measure_text:
        findings.append(warning("own_action_without_text", reader.cell(MEASURE_TEXT).location))
    own = typed.as_own(own_ids)
    own_ids.add(own.id)
    yield own


def _typed(reader: _Reader) -> TypedAction:
    typed = TypedAction(
        id=reader.text(ACTION_ID),
        subject=reader.subject(),
        measure_text=reader.text(MEASURE_TEXT),
        lead=reader.lead(),
        state=reader.state(),
        owner=reader.text("owner"),
        due=reader.day("due"),
        started=reader.day("started"),
        done=reader.day("done"),
        evidence=reader.text("evidence"),
        evidence_class=reader.evidence_class(),
        notes=reader.text("notes"),
        measure=reader.text("measure"),
        first_seen=reader.day("first_seen"),
        needed=reader.flag("needed", True),
        returned=reader.flag("returned", False),
        sites=tuple(part.strip() for part in reader.text("sites").split(SITE_SIGN.strip()) if part.strip()),
        planned=reader.day("planned"),
        location=reader.cell(ACTION_ID).location,
    )
    for line in reader.unread:
        typed = typed.with_note(line)
    lowered = typed.id.casefold()
    return replace(typed, id=lowered) if _TOOL_ID.fullmatch(lowered) else typed


def _with_other_cells(typed: TypedAction, reader: _Reader) -> TypedAction:
    """A new row of people's own may hold more than the columns that are read back; that goes to its notes."""
    sheet, read = reader.sheet, set(reader.sheet.columns.values())
    for column in range(len(sheet.grid.rows[reader.row.index])):
        cell = reader.row.cell(column)
        if column not in read and not cell.blank:
            titles = (str(sheet.grid.value(row, column)) for row in sorted(sheet.skipped, reverse=True))
            typed = typed.with_note(": ".join((*filter(None, [next(filter(None, titles), "")]), cell.text)))
    return typed


def _says_anything(typed: TypedAction, reader: _Reader) -> bool:
    """Whether a row without an id holds more than a dropdown's value."""
    return bool(typed.measure_text or any(reader.text(key) for key in TYPED if key != "state"))


def _columns_amiss(sheet: _Sheet) -> Iterator[Finding]:
    """Columns that are gone, and columns of people's own, which are not carried into the next workbook."""
    top = sheet.grid.location(sheet.top, 0)
    for key in TYPED:
        if key not in sheet.columns:
            yield warning("plan_missing_column", top, column=key)
    keyed = {i for row in sheet.skipped for i, value in enumerate(sheet.grid.rows[row]) if _is_key(sheet, row, value)}
    width = max((len(row) for row in sheet.grid.rows), default=0)
    for column in sorted(set(range(width)) - keyed) if keyed else ():
        titles = (sheet.grid.value(row, column) for row in sorted(sheet.skipped))
        filled = any(not is_blank(row.value(column)) for row in sheet.grid.rows_below(max(sheet.skipped)))
        if filled:
            title = next((str(title) for title in titles if not is_blank(title)), "")
            yield note("plan_column_not_kept", sheet.grid.location(max(sheet.skipped), column), column=title)


def _is_key(sheet: _Sheet, row: int, value: object) -> bool:
    """Whether a cell of the row of keys holds a key; keys of columns that are not read back count too."""
    return len(_by_key(sheet.grid, row)) >= _HEADERS_TO_BE_SURE and isinstance(value, str) and bool(value)


@cache
def _spellings(area: str, part: str) -> Mapping[str, str]:
    """Every accepted spelling, in any language, of the keys of a part of an area of texts."""
    texts = catalogue(area).items()
    keys = [(dotted.removeprefix(f"{part}."), texts) for dotted, texts in texts if dotted.startswith(f"{part}.")]
    return folded([*((key, key) for key, _ in keys), *((text, key) for key, texts in keys for text in texts.values())])
