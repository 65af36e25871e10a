"""Rows of big tables written straight into a saved workbook: openpyxl makes the sheet and its styles, this the cells.

openpyxl needs some 20 microseconds a cell; a plan for ten thousand suppliers has millions. The sheet is saved with two
specimen rows (one plain, one whose text is marked as text); their style numbers are read back, and all rows are put in
their place with the same styles, with texts in the table of shared strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from zipfile import ZipFile

from openpyxl.utils import get_column_letter

from duediligence.reporting.workbook.sheets import Jump, TableSheet, Value

STRINGS = "xl/sharedStrings.xml"
MAX_TEXT = 32_767  # what a cell holds
LINE_HEIGHT = 15.0
MAX_LINES = 27
"""A row can be 409 points high."""
LINES_ASIDE = 5
"""What is not printed makes its row no higher than this: else paper is mostly white, and so is the screen."""
WIDEST = 0.98
"""Letters for each unit of width, on the safe side."""
EPOCH = date(1899, 12, 30)
_ROWS_AT_ONCE = 2_000
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEX = re.compile("_x[0-9A-Fa-f]{4}_")  # spreadsheet programs read this as one character
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_CELL = re.compile(r'<c r="([A-Z]+)\d+"(?: s="(\d+)")?')
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_ANNOUNCED = {
    "[Content_Types].xml": ("</Types>", f'<Override PartName="/{STRINGS}" ContentType="{_STRINGS_TYPE}" />'),
    "xl/_rels/workbook.xml.rels": (
        "</Relationships>",
        f'<Relationship Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml" Id="rIdStrings" />',
    ),
}
"""Where a new part must be announced."""
_LINKS = re.compile(r"<hyperlinks>.*?</hyperlinks>", re.DOTALL)
_DIMENSION = re.compile(r'<dimension ref="[^"]*" ?/>')


def legal_text(words: str) -> str:
    """Text without characters that a workbook cannot hold, and no longer than a cell can be."""
    legal = _ILLEGAL.sub("", words)
    return legal if len(legal) <= MAX_TEXT else legal[: MAX_TEXT - 1] + "…"


def looks_like_formula(words: str) -> bool:
    """Whether a spreadsheet program that reads this text again could take it for a formula."""
    return words.startswith(_FORMULA)


def filled_parts(
    workbook: bytes, tables: Mapping[str, TableSheet], titles: Mapping[str, str]
) -> dict[str, Iterator[bytes]]:
    """The parts of the workbook that change when every table gets its rows; tables by the name of their part.

    The table of strings comes last, for it is known when all rows have been written.
    """
    strings = _Strings()
    with ZipFile(BytesIO(workbook)) as saved:
        parts = {name: _filled(saved.read(name).decode(), t, titles, strings) for name, t in tables.items()}
        for name, (end, added) in _ANNOUNCED.items():
            parts[name] = iter((saved.read(name).decode().replace(end, added + end).encode(),))
    return {**parts, STRINGS: strings.written()}


class _Strings:
    """The table of shared strings; openpyxl writes its own texts into the cells, so this holds only ours."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def place(self, words: str) -> int:
        return self._places.setdefault(words, len(self._places))

    def written(self) -> Iterator[bytes]:
        yield f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="{_MAIN}">'.encode()
        for words in self._places:
            yield f'<si><t xml:space="preserve">{_escaped(words)}</t></si>'.encode()
        yield b"</sst>"


def _filled(xml: str, table: TableSheet, titles: Mapping[str, str], strings: _Strings) -> Iterator[bytes]:
    start = xml.index(f'<row r="{table.first_row}"')
    end = xml.index("</sheetData>")
    plain, marked = (dict(_CELL.findall(row)) for row in xml[start:end].split("</row>")[:2])
    letters = [get_column_letter(index) for index in range(1, len(table.columns) + 1)]
    columns = [_Column(letter, plain.get(letter) or "0", marked.get(letter) or "0", strings) for letter in letters]
    dimension = f'<dimension ref="A1:{letters[-1]}{table.last_row}"/>'
    yield _DIMENSION.sub(dimension, xml[:start], count=1).encode()
    yield from _rows(table, columns)
    yield _LINKS.sub(lambda _: _links(table, letters, titles), xml[end:], count=1).encode()


class _Column:
    """Writes the cells of one column; a value that came before is written once and remembered."""

    def __init__(self, letter: str, plain: str, marked: str, strings: _Strings) -> None:
        self.start = f'<c r="{letter}'
        self._styles = (plain, marked)
        self._strings = strings
        self._known: dict[Value, str] = {None: f'" s="{plain}"/>', "": f'" s="{plain}"/>'}

    def rest(self, value: Value) -> str:
        """What comes after the place of the cell."""
        known = self._known.get(value)
        if known is None:
            known = self._known[value] = self._written(value)
        return known

    def _written(self, value: Value) -> str:
        words = value.words if isinstance(value, Jump) else value
        if isinstance(words, str):
            style = self._styles[looks_like_formula(words)]
            return f'" s="{style}" t="s"><v>{self._strings.place(words)}</v></c>'
        number = (words - EPOCH).days if isinstance(words, date) else words
        return f'" s="{self._styles[0]}"><v>{number!r}</v></c>'


def _rows(table: TableSheet, columns: Sequence[_Column]) -> Iterator[bytes]:
    heights = _Heights(table)
    written: list[str] = []
    for index, row in enumerate(table.rows, table.first_row):
        end = f"{index}"
        written.append(f'<row r="{end}" ht="{heights.of(row)}">')
        written += [column.start + end + column.rest(value) for column, value in zip(columns, row, strict=True)]
        written.append("</row>")
        if len(written) > _ROWS_AT_ONCE * len(columns):
            yield "".join(written).encode()
            written.clear()
    yield "".join(written).encode()


class _Heights:
    """How high rows are: programs that keep heights as they are would cut wrapped text off."""

    def __init__(self, table: TableSheet) -> None:
        first, last = table.printed
        self._wrapped = [
            (i, column.width * WIDEST, MAX_LINES if first <= i + 1 <= last else LINES_ASIDE)
            for i, column in enumerate(table.columns)
            if column.kind == "text"
        ]
        self._known: dict[tuple[Value, float], int] = {}

    def of(self, row: Sequence[Value]) -> str:
        lines = max((min(self._lines(row[i], room), most) for i, room, most in self._wrapped), default=1)
        return f"{LINE_HEIGHT * lines + 2:g}"

    def _lines(self, value: Value, room: float) -> int:
        if not isinstance(value, str) or (len(value) < room and "\n" not in value):
            return 1
        key = (value, room)
        if key not in self._known:
            self._known[key] = sum(1 + int(len(part) / room) for part in value.split("\n"))
        return self._known[key]


def _links(table: TableSheet, letters: Sequence[str], titles: Mapping[str, str]) -> str:
    linked = [i for i, value in enumerate(table.rows[0]) if isinstance(value, Jump)] if table.rows else []
    links = [
        _link(f"{letters[i]}{index}", jump, titles)
        for index, row in enumerate(table.rows, table.first_row)
        for i in linked
        if isinstance(jump := row[i], Jump)
    ]
    return f'<hyperlinks xmlns:r="{_RELATIONS}">{"".join(links)}</hyperlinks>' if links else ""


def _link(place: str, jump: Jump, titles: Mapping[str, str]) -> str:
    if not jump.sheet:
        return f'<hyperlink ref="{place}" r:id="rId1" location="{_attribute(jump.place)}"/>'
    target = f"'{titles[jump.sheet]}'!A{jump.row}"
    return f'<hyperlink ref="{place}" location="{_attribute(target)}"/>'


def _escaped(words: str) -> str:
    text = legal_text(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    return _HEX.sub(lambda found: "_x005F" + found.group(), text)


def _attribute(words: str) -> str:
    return _escaped(words).replace('"', "&quot;")
