"""What a sheet can hold in every spreadsheet program: a longer table goes on on a next sheet, and says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from duediligence.reporting.workbook.sheet_words import Words
from duediligence.reporting.workbook.sheets import Book, Jump, Sheet, TableSheet, Value

_TITLE = 31
"""Characters that the name of a sheet may have."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Rows and links of one sheet; with more of either, Excel calls the file damaged."""

    rows: int = 1_048_576
    links: int = 65_530


LIMITS = Limits()


def within_limits(book: Book, words: Words, limits: Limits = LIMITS) -> Book:
    """The same book with every table in as many sheets as it needs, and no more links on a sheet than it can hold."""
    parts = {sheet.key: tuple(_parts(sheet, words, limits)) for sheet in book.sheets if isinstance(sheet, TableSheet)}
    split = {key: len(sheets[0].rows) for key, sheets in parts.items() if len(sheets) > 1}
    sheets: list[Sheet] = []
    for sheet in book.sheets:
        for part in parts.get(sheet.key, ()):
            sheets.append(_linked(_leading(part, parts, split), words, limits))
        if not isinstance(sheet, TableSheet):
            sheets.append(sheet)
    return replace(book, sheets=tuple(sheets))


def _parts(table: TableSheet, words: Words, limits: Limits) -> Iterator[TableSheet]:
    room = limits.rows - table.header_row - table.spare
    if len(table.rows) <= room:
        yield table
        return
    count = -(-len(table.rows) // room)
    for part in range(count):
        first, end = part * room, min(len(table.rows), (part + 1) * room)
        note = words.say("sheets.part", part=part + 1, parts=count, first=first + 1, last=end, rows=len(table.rows))
        end_of_title = f" ({part + 1})" if part else ""
        yield replace(
            table,
            key=f"{table.key}#{part + 1}" if part else table.key,
            title=table.title[: _TITLE - len(end_of_title)] + end_of_title,
            note=f"{note} {table.note}".strip(),
            rows=table.rows[first:end],
        )


def _leading(table: TableSheet, parts: Mapping[str, Sequence[TableSheet]], split: Mapping[str, int]) -> TableSheet:
    """The table with its links led to the part in which their row now stands."""
    if not split:
        return table

    def led(value: Value) -> Value:
        if not isinstance(value, Jump) or value.sheet not in split:
            return value
        part, row = divmod(value.row - parts[value.sheet][0].first_row, split[value.sheet])
        there = parts[value.sheet][part]
        return replace(value, sheet=there.key, row=there.first_row + row)

    return replace(table, rows=[[led(value) for value in row] for row in table.rows])


def _linked(table: TableSheet, words: Words, limits: Limits) -> TableSheet:
    """The table with as many links as a sheet can hold; below them names are plain text."""
    linked = sum(isinstance(value, Jump) for value in table.rows[0]) if table.rows else 0
    if linked * len(table.rows) <= limits.links:
        return table
    last = limits.links // linked
    plain = [[value.words if isinstance(value, Jump) else value for value in row] for row in table.rows[last:]]
    note = words.say("sheets.links", rows=last)
    return replace(table, note=f"{table.note} {note}".strip(), rows=[*table.rows[:last], *plain])
