"""The hidden texts by which a form is known: tokens over its columns, keys before its rows, and the stamp."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from duediligence.i18n.texts import catalogue
from duediligence.intake.files.grid import Grid, Value, header_row
from duediligence.intake.typed.spelling import fold, folded
from duediligence.model.form import LISTS_MARK, META_MARK, STAMP_START, Column, RowKey, Stamp

_TOKENS = {column.token: column for column in Column}
_MOST_ROWS = 5_000
"""A sheet with more rows than this is no form, and is not searched for keys."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The hidden texts of a sheet: tokens by position, the column of keys, and the stamps with whether they fit."""

    tokens: Mapping[tuple[int, int], Column]
    key_column: int | None
    stamps: tuple[tuple[Stamp, bool], ...]
    headed: bool

    @property
    def of_a_form(self) -> bool:
        """Whether the sheet holds questions of a form: keys, or at least the headings that forms have."""
        return bool(self.tokens) or self.key_column is not None or self.headed


def marks_of(grid: Grid) -> Marks:
    """The hidden texts of a sheet; none in a sheet that is too long for a form, or that only serves one."""
    if len(grid.rows) > _MOST_ROWS or _first_text(grid) == LISTS_MARK:
        return Marks({}, None, (), False)
    found = _marked(grid)
    stamps = _stamps(dict.fromkeys(text for _, _, text in found if text.startswith(STAMP_START)))
    if _first_text(grid) == META_MARK:
        return Marks({}, None, stamps, False)
    tokens = {(row, position): _TOKENS[text] for row, position, text in found if text in _TOKENS}
    named = [position for (_, position), column in tokens.items() if column is Column.KEY]
    key_column = named[0] if named else _column_of_keys(grid)
    return Marks(tokens, key_column, stamps, key_column is not None or _is_headed_sheet(grid))


def _first_text(grid: Grid) -> Value:
    return grid.value(0, 0) if grid.rows else ""


def _marked(grid: Grid) -> list[tuple[int, int, str]]:
    """The texts that begin as ours do, with their positions; nearly all of them stand in one row."""
    left, found = sum(map(_is_mark, filter(None, chain.from_iterable(grid.rows)))), list[tuple[int, int, str]]()
    for index, row in enumerate(grid.rows):
        if len(found) == left:
            break
        found += [(index, position, value.strip()) for position, value in enumerate(row) if _is_mark(value)]
    return found


def _is_mark(value: Value) -> bool:
    return type(value) is str and "dd:" <= value < "dd;"


def _stamps(texts: Mapping[str, None]) -> tuple[tuple[Stamp, bool], ...]:
    parsed = [_stamp(text) for text in texts]
    return tuple((stamp, fits) for stamp, fits in parsed if stamp is not None)


@lru_cache(maxsize=256)
def _stamp(text: str) -> tuple[Stamp | None, bool]:
    """The same stamp stands on several sheets of a form."""
    return Stamp.parse(text)


def _column_of_keys(grid: Grid) -> int | None:
    """The column that holds most keys, where its token was lost."""
    counts: dict[int, int] = {}
    for row in grid.rows:
        for position, value in enumerate(row):
            if type(value) is str and ":" in value[:8] and RowKey.parse(value):
                counts[position] = counts.get(position, 0) + 1
    return max(counts, key=lambda position: (counts[position], -position), default=None)


def columns_of(grid: Grid, marks: Marks) -> dict[Column, int]:
    """The columns by token; one whose token was lost, by its heading in any language."""
    found: dict[Column, int] = {}
    for (_, position), column in marks.tokens.items():
        found.setdefault(column, position)
    if len(found) == len(Column):
        return found
    row = header_row(grid, lambda text: fold(text) in headings())
    for position, value in enumerate(grid.rows[row] if row is not None else ()):
        heading = headings().get(fold(value)) if isinstance(value, str) else None
        if heading:
            found.setdefault(Column(heading), position)
    return found


def is_headed(row: Sequence[Value]) -> bool:
    """Whether a row holds the headings of a form."""
    return sum(fold(value) in headings() for value in row if isinstance(value, str)) > 1


def _is_headed_sheet(grid: Grid) -> bool:
    row = header_row(grid, lambda text: fold(text) in headings())
    texts = [value for value in grid.rows[row] if isinstance(value, str)] if row is not None else []
    return {Column.ANSWER.value, Column.QUESTION.value} <= {headings().get(fold(text)) for text in texts}


@cache
def headings() -> Mapping[str, str]:
    """Every heading of a form in any language."""
    texts = catalogue("form")
    return folded((text, column) for column in Column for text in texts.get(f"columns.{column}", {}).values())
