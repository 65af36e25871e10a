"""What the parser does not tell about a sheet: how far it reaches, its error cells, formulas and percent formats.

These are searches over bytes and not a second parser, because they run on every file that comes in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from duediligence.intake.files.grid import Fault, letters

MAX_COLUMNS = 16_384
_NEAR_BOX = 26 * 9_999  # what a sheet covers whose cells all have one letter and at most four digits

# three searches, because each begins with plain signs and together they take half the time of one
_UNUSUAL = (
    re.compile(rb'<c(?! r="[A-Z]?[0-9]{1,4}")[\s>/]'),
    re.compile(rb'<row(?! r="[A-Z]?[0-9]{1,4}")[\s>/]'),
    re.compile(rb":(?:c|row)[\s>/]"),  # a prefix, or an honest text with a colon: then the slow road is taken
)
_EMPTY_CELL = re.compile(rb'<(?:[^\s<>/:]+:)?c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]+")?(?: t="[a-z]+")?\s*/>')
_EMPTY_ROW = re.compile(rb"<(?:[^\s<>/:]+:)?row(?:\s[^<>]*)?(?:/>|>\s*</(?:[^\s<>/:]+:)?row>)")
_REFERENCE = re.compile(rb"""\sr\s*=\s*(["'])(.*?)\1""", re.DOTALL)
_CELL_NAME = re.compile(rb"([A-Za-z]{0,3})([0-9]{0,7})")
_OPENING = re.compile(rb"<(?:[^\s<>/:]+:)?(?:c|row)[\s>]")

# none of these may run to the end of a part and then begin again at the next place: a hostile file has a million places
_CELL = re.compile(rb"<(?:[^\s<>/:]+:)?c\s([^<>]*[^/<>])>((?:[^<]|<(?!(?:[^\s<>/:]+:)?c\s))*?)</(?:[^\s<>/:]+:)?c\s*>")
_FORMULA = re.compile(rb"<(?:[^\s<>/:]+:)?f[\s/>]")
_PLAIN_FORMULA = re.compile(rb"<f[\s/>]")
_ERRORS = (b'"e"', b"'e'")  # what the type of an error cell looks like, and hardly anything else
_CACHED = re.compile(rb"<(?:[^\s<>/:]+:)?v(?:\s[^<>]*)?>([^<]*)</")
_ROW = re.compile(rb'<row r="([0-9]{1,7})"')
_ATTRIBUTE = re.compile(rb"""(?<![\w:])([\w:]+)\s*=\s*["']([^"']*)["']""")

Position = tuple[int, int]


def reach(part: bytes) -> int | None:
    """How many cells the rectangle around all filled cells has at most; None where a reference cannot be read.

    The parser reserves room for that rectangle: two cells in far corners would take all memory.
    """
    if _all_near(part):
        return _NEAR_BOX
    filled = _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", part))
    names = [_CELL_NAME.fullmatch(match[2].strip()) for match in _REFERENCE.finditer(filled)]
    unnamed = max(0, len(_OPENING.findall(filled)) - len(names))
    found = [(column_number(name[1]), int(name[2] or 0)) for name in names if name]
    if len(found) < len(names):
        return None
    columns = min(MAX_COLUMNS, max((c for c, _ in found), default=0) + unnamed)
    return columns * (max((r for _, r in found), default=0) + unnamed)


def _all_near(part: bytes) -> bool:
    """Whether every row and cell is named in the usual way and lies within columns A to Z and rows 1 to 9999."""
    return not any(unusual.search(part) for unusual in _UNUSUAL)


def column_number(name: bytes) -> int:
    """The number of a column, from 1; 0 for no name."""
    number = 0
    for letter in name.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


@dataclass(frozen=True)
class SheetXml:
    """The raw sheet and the workbook's styles."""

    part: bytes
    styles: bytes = b""

    @cached_property
    def _cells(self) -> list[tuple[Position, dict[bytes, bytes], bytes]]:
        cells = []
        for match in _CELL.finditer(self.part):
            attributes = _attributes(match[1])
            name = _CELL_NAME.fullmatch(attributes.get(b"r", b""))
            if name and name[1] and name[2]:
                cells.append(((int(name[2]) - 1, column_number(name[1]) - 1), attributes, match[2]))
        return cells

    @cached_property
    def _end(self) -> int:
        """Where the cells end: behind them stand rules and lists with formulas of their own."""
        end = self.part.rfind(b"</sheetData>")
        return len(self.part) if end < 0 else end

    def faults(self) -> dict[Position, Fault]:
        """The cells that show an error, and those with a formula whose result was never computed."""
        if not self.has_formulas and all(self.part.find(sign, 0, self._end) < 0 for sign in _ERRORS):
            return {}
        return {position: fault for position, attributes, body in self._cells if (fault := _fault(attributes, body))}

    def formulas(self) -> frozenset[Position]:
        """The cells whose value a formula gave."""
        if not self.has_formulas:
            return frozenset()
        return frozenset(position for position, _, body in self._cells if _FORMULA.search(body))

    @cached_property
    def has_formulas(self) -> bool:
        """Whether any cell holds a formula."""
        first = self.part.find(b"<f", 0, self._end)
        if first >= 0 and _PLAIN_FORMULA.search(self.part, first, self._end):
            return True
        with_prefixes = self.part.find(b":sheetData") >= 0  # the exact search takes five times as long
        return with_prefixes and _FORMULA.search(self.part) is not None

    def is_percent(self, row: int, column: int) -> bool:
        """Whether the cell at a position (from 0) is formatted as a percentage."""
        start = self._rows.get(row + 1, -1)
        at = self.part.find(f'<c r="{letters(column)}{row + 1}"'.encode(), start) if start >= 0 else -1
        if at < 0:
            return (row, column) in self._percents
        tag = self.part[at : self.part.find(b">", at)]
        return _attributes(tag).get(b"s", b"0") in percent_styles(self.styles)

    @cached_property
    def _rows(self) -> Mapping[int, int]:
        """Where each row begins that is written in the usual way."""
        return {int(found[1]): found.start() for found in _ROW.finditer(self.part, 0, self._end)}

    @cached_property
    def _percents(self) -> frozenset[Position]:
        """All cells that show a percentage, for sheets that are written in another way."""
        formats = percent_styles(self.styles)
        return frozenset(position for position, attributes, _ in self._cells if attributes.get(b"s", b"0") in formats)


def _fault(attributes: dict[bytes, bytes], body: bytes) -> Fault | None:
    cached = _CACHED.search(body)
    if attributes.get(b"t") == b"e":
        return Fault("error_cell", cached[1].decode("utf-8", "replace") if cached else "#")
    if _FORMULA.search(body) and attributes.get(b"t") != b"str" and not (cached and cached[1]):
        return Fault("formula_without_value", "=…")
    return None


@lru_cache(maxsize=16)
def percent_styles(styles: bytes) -> frozenset[bytes]:
    """The numbers, as they are written, of the cell styles that show a percentage."""
    custom = list(map(_attributes, re.findall(rb"<(?:[^\s<>/:]+:)?numFmt\s([^<>]*)>", styles)))
    formats = {b"9", b"10"} | {f[b"numFmtId"] for f in custom if b"numFmtId" in f and _shows_percent(f)}
    start = re.search(rb"<(?:[^\s<>/:]+:)?cellXfs[\s>]", styles)
    end = re.compile(rb"</(?:[^\s<>/:]+:)?cellXfs\s*>").search(styles, start.end()) if start else None
    if start is None or end is None:
        return frozenset()
    tags = re.findall(rb"<(?:[^\s<>/:]+:)?xf\s([^<>]*)>", styles[start.end() : end.start()])
    return frozenset(b"%d" % i for i, tag in enumerate(tags) if _attributes(tag).get(b"numFmtId") in formats)


def _shows_percent(number_format: dict[bytes, bytes]) -> bool:
    """A quoted or escaped sign (`0"%"`) is only decoration: 35 then shows as 35 %."""
    code = number_format.get(b"formatCode", b"").replace(b"&quot;", b'"')
    return b"%" in re.sub(rb'"[^"]*"|\\.', b"", code)


def sheet_parts(parts: Mapping[str, bytes]) -> list[str]:
    """The names of the parts that hold the sheets, in the order of the workbook; '' where one is not found."""
    workbook = next((part for name, part in parts.items() if name.casefold() == "xl/workbook.xml"), b"")
    links = next((part for name, part in parts.items() if name.casefold() == "xl/_rels/workbook.xml.rels"), b"")
    return [path if path in parts else "" for path in _sheet_paths(workbook, links)]


@lru_cache(maxsize=16)
def _sheet_paths(workbook: bytes, links: bytes) -> tuple[str, ...]:
    """Where the sheets should be; the forms of one round all say the same."""
    relations = map(_attributes, re.findall(rb"<(?:[^\s<>/:]+:)?Relationship\s([^<>]*)>", links))
    targets = {link.get(b"Id", b""): link.get(b"Target", b"").decode("utf-8", "replace") for link in relations}
    sheets = map(_attributes, re.findall(rb"<(?:[^\s<>/:]+:)?sheet\s([^<>]*)>", workbook))
    ids = [next((value for key, value in sheet.items() if key.endswith(b":id")), b"") for sheet in sheets]
    return tuple(_path(targets.get(id, "")) for id in ids)


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return dict(_ATTRIBUTE.findall(tag))


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
