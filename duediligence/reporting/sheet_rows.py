"""Rows of big tables written straight into a saved workbook: openpyxl makes the sheet and its styles, this the cells.

openpyxl needs some 20 microseconds a cell; a plan for ten thousand suppliers has millions. The sheet is saved with two
specimen rows (one plain, one whose text is marked as text); their style numbers are read back, and all rows are put in
their place with the same styles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.utils import get_column_letter

from duediligence.reporting.sheets import Jump, TableSheet, Value

MAX_TEXT = 32_767  # what a cell holds
LINE_HEIGHT = 15.0
WIDEST = 0.98
"""Letters for each unit of width, on the safe side."""
EPOCH = date(1899, 12, 30)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEX = re.compile("_x[0-9A-Fa-f]{4}_")  # spreadsheet programs read this as one character
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_CELL = re.compile(r'<c r="([A-Z]+)\d+"(?: s="(\d+)")?')
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = re.compile(r"<hyperlinks>.*?</hyperlinks>", re.DOTALL)
_DIMENSION = re.compile(r'<dimension ref="[^"]*" ?/>')


def legal_text(words: str) -> str:
    """Text without characters that a workbook cannot hold, and no longer than a cell can be."""
    legal = _ILLEGAL.sub("", words)
    return legal if len(legal) <= MAX_TEXT else legal[: MAX_TEXT - 1] + "…"


def looks_like_formula(words: str) -> bool:
    """Whether a spreadsheet program that reads this text again could take it for a formula."""
    return words.startswith(_FORMULA)


def with_rows(workbook: bytes, tables: Mapping[str, TableSheet], titles: Mapping[str, str]) -> bytes:
    """The workbook with the rows of every table in place of its specimens; tables by the name of their part."""
    written = BytesIO()
    with ZipFile(BytesIO(workbook)) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name in tables:
                part = _filled(part.decode("utf-8"), tables[name], titles).encode("utf-8")
            new.writestr(name, part)
    return written.getvalue()


def _filled(xml: str, table: TableSheet, titles: Mapping[str, str]) -> str:
    start = xml.index(f'<row r="{table.first_row}"')
    end = xml.index("</sheetData>")
    specimens = xml[start:end].split("</row>")
    plain, marked = (dict(_CELL.findall(row)) for row in specimens[:2])
    letters = [get_column_letter(index) for index in range(1, len(table.columns) + 1)]
    styles = [(plain.get(letter, "0") or "0", marked.get(letter, "0") or "0") for letter in letters]
    rows = "".join(_rows(table, letters, styles))
    xml = _DIMENSION.sub(
        f'<dimension ref="A1:{letters[-1]}{table.last_row}"/>', xml[:start] + rows + xml[end:], count=1
    )
    return _LINKS.sub(lambda _: _links(table, letters, titles), xml, count=1)


def _rows(table: TableSheet, letters: Sequence[str], styles: Sequence[tuple[str, str]]) -> Iterator[str]:
    known: dict[str, tuple[bool, str]] = {}
    columns = list(zip(letters, styles, strict=True))
    wrapped = [(i, column.width * WIDEST) for i, column in enumerate(table.columns) if column.kind == "text"]
    for index, row in enumerate(table.rows, table.first_row):
        cells = "".join(
            _cell(f"{letter}{index}", value, style, known) for (letter, style), value in zip(columns, row, strict=True)
        )
        lines = max((_lines(row[i], room) for i, room in wrapped), default=1)
        yield f'<row r="{index}" ht="{LINE_HEIGHT * lines + 2:g}">{cells}</row>'


def _lines(value: Value, room: float) -> int:
    """How many lines a text takes in its column; programs that keep heights as they are would cut it off."""
    return sum(1 + int(len(part) / room) for part in value.split("\n")) if isinstance(value, str) else 1


def _cell(place: str, value: Value, style: tuple[str, str], known: dict[str, tuple[bool, str]]) -> str:
    if value is None or value == "":
        return f'<c r="{place}" s="{style[0]}"/>'
    if isinstance(value, Jump):
        value = value.words
    if isinstance(value, str):
        if value not in known:
            known[value] = (looks_like_formula(value), _escaped(value))
        risky, text = known[value]
        return f'<c r="{place}" s="{style[risky]}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    number = (value - EPOCH).days if isinstance(value, date) else value
    return f'<c r="{place}" s="{style[0]}"><v>{number!r}</v></c>'


def _escaped(words: str) -> str:
    text = legal_text(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    return _HEX.sub(lambda found: "_x005F" + found.group(), text)


def _links(table: TableSheet, letters: Sequence[str], titles: Mapping[str, str]) -> str:
    links = [
        _link(f"{letter}{index}", value, titles)
        for index, row in enumerate(table.rows, table.first_row)
        for letter, value in zip(letters, row, strict=True)
        if isinstance(value, Jump)
    ]
    return f'<hyperlinks xmlns:r="{_RELATIONS}">{"".join(links)}</hyperlinks>' if links else ""


def _link(place: str, jump: Jump, titles: Mapping[str, str]) -> str:
    if not jump.sheet:
        return f'<hyperlink ref="{place}" r:id="rId1" location="{_attribute(jump.place)}"/>'
    target = f"'{titles[jump.sheet]}'!A{jump.row}"
    return f'<hyperlink ref="{place}" location="{_attribute(target)}"/>'


def _attribute(words: str) -> str:
    return _escaped(words).replace('"', "&quot;")
