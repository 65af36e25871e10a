"""A published table of countries or goods, read by the declared layout of its kind: values by place and column.

What cannot be mapped is named once, with how many rows it concerns, and left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from duediligence.findings import Finding, Location, error, warning
from duediligence.intake.files.grid import Grid, Row, Value, as_text, header_row, is_blank
from duediligence.intake.files.reading import Reading
from duediligence.intake.files.sources import Received
from duediligence.intake.files.unread import Unread, shown
from duediligence.intake.typed.places import country_code, nearest_country
from duediligence.intake.typed.spelling import fold, folded, nearest
from duediligence.intake.typed.values import yes_or_no
from duediligence.model.conditions import Scalar
from duediligence.model.imports import Combine, ImportColumn, ImportKind

YEAR = "{year}"
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(?:[.][0-9]+)?(?:[eE][-+]?[0-9]{1,2})?")
_MARKED = frozenset({"x", "✓", "✔", "•"})

Place = tuple[str, ...]
"""A country, or a country and a good."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was read: values by column and place, and of which year they are (None: the file does not say)."""

    values: Mapping[str, Mapping[Place, Scalar]]
    year: int | None
    rows: int


def read_published(received: Received, kind: ImportKind, goods: Mapping[str, str]) -> Reading[Published]:
    """Reads the sheet that fits the layout best; `goods` are the ids of goods by their folded names."""
    grids = list(received.grids())
    found = max((_Layout.of(grid, kind) for grid in grids), key=lambda layout: layout.fit, default=None)
    findings = [finding for grid in grids for finding in grid.findings]
    if found is None or not found.usable:
        return Reading(Published({}, None, 0), (*findings, _no_table(received, kind)))
    reader = _Reader(kind, found, goods)
    reader.read()
    findings += [*found.missing(), *reader.findings()]
    return Reading(Published(reader.values(), reader.newest or found.year, reader.rows), tuple(findings))


def year_in(text: str) -> int | None:
    """The last year that stands in a text, such as the name of a file."""
    found = _YEAR.findall(text)
    return int(found[-1]) if found else None


def _no_table(received: Received, kind: ImportKind) -> Finding:
    roles = (kind.place, kind.good, kind.year, kind.measure, kind.value, *(column.headers for column in kind.columns))
    wanted = ", ".join(" / ".join(headers) for headers in roles if headers)
    return error("import_no_table", received.place, title=kind.title, wanted=wanted)


@dataclass(frozen=True)
class _Layout:
    """One sheet: where its header stands and which column holds what."""

    grid: Grid
    kind: ImportKind
    header: int
    at: Mapping[str, int]
    columns: Mapping[str, int]
    year: int | None

    @classmethod
    def of(cls, grid: Grid, kind: ImportKind) -> _Layout:
        roles = {
            "place": kind.place,
            "good": kind.good,
            "year": kind.year,
            "measure": kind.measure,
            "value": kind.value,
        }
        every = [*(h for headers in roles.values() for h in headers), *(h for c in kind.columns for h in c.headers)]
        header = header_row(grid, lambda text: any(_fits(text, known) is not None for known in every))
        if header is None:
            return cls(grid, kind, 0, {}, {}, None)
        cells = {index: as_text(value) for index, value in enumerate(grid.rows[header]) if not is_blank(value)}
        at = {role: place for role, headers in roles.items() if (place := _place(cells, headers)) is not None}
        newest = {column.to: _newest(cells, column.headers) for column in kind.columns}
        columns = {id: found[1] for id, found in newest.items() if found is not None}
        years = [found[0] for found in newest.values() if found is not None and found[0]]
        return cls(grid, kind, header, at, columns, max(years, default=None))

    @property
    def fit(self) -> tuple[bool, int]:
        """How well the sheet fits: usable ones first, then the one with the most columns."""
        return self.usable, len(self.at) + len(self.columns)

    @property
    def usable(self) -> bool:
        """Whether places and at least one measure can be read."""
        needed = {"place", *(["good"] if self.kind.good else []), *(["measure", "value"] if self.kind.measure else [])}
        constant = any(column.constant is not None for column in self.kind.columns)
        return needed <= self.at.keys() and bool(self.columns or constant or self.kind.measure)

    def missing(self) -> Iterator[Finding]:
        """The columns of ours that the file does not have."""
        place = self.grid.location(self.header, 0)
        for column in self.kind.columns:
            if column.headers and column.to not in self.columns:
                yield warning("import_column_missing", place, column=column.to, headers=", ".join(column.headers))


def _fits(text: str, header: str) -> int | None:
    """0 where a text is this header, the year where it is one with a year, None where it is another."""
    if YEAR not in header:
        return 0 if fold(text) == fold(header) else None
    before, _, after = header.partition(YEAR)
    pattern = f"{_pattern(before)}({_YEAR.pattern}){_pattern(after)}"
    found = re.fullmatch(pattern, fold(text))
    return int(found[1]) if found else None


def _pattern(text: str) -> str:
    return re.escape(fold(text)) if text.strip() else ""


def _place(cells: Mapping[int, str], headers: Sequence[str]) -> int | None:
    """The column with the first of these headers that is there."""
    fitting = (index for header in headers for index, text in cells.items() if _fits(text, header) is not None)
    return next(fitting, None)


def _newest(cells: Mapping[int, str], headers: Sequence[str]) -> tuple[int, int] | None:
    """Year (0 where the header has none) and column of the newest that fits; an earlier header goes first."""
    for header in headers:
        found = [(year, -index) for index, text in cells.items() if (year := _fits(text, header)) is not None]
        if found:
            year, index = max(found)
            return year, -index
    return None


@dataclass
class _Reader:
    """Takes the rows of one sheet."""

    kind: ImportKind
    layout: _Layout
    goods: Mapping[str, str]
    newest: int | None = None
    rows: int = 0
    _taken: dict[str, dict[Place, list[tuple[int, Scalar]]]] = field(default_factory=dict)
    _unmapped: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    _first: dict[tuple[str, str, str], Location] = field(default_factory=dict)

    def read(self) -> None:
        """Takes every row of the years that are wanted."""
        rows = list(self.layout.grid.rows_below(self.layout.header))
        years = {row.index: self._year(row) for row in rows}
        self.newest = max((year for year in years.values() if year), default=None)
        own_names = folded((name, id) for name, id in self.kind.good_names.items())
        self._goods = {**self.goods, **own_names}
        for row in rows:
            year = years[row.index] or 0
            if not self.newest or year > self.newest - self.kind.years or self.kind.measure:
                self._take(row, year)

    def values(self) -> dict[str, dict[Place, Scalar]]:
        """One value for every place and column."""
        return {
            column.to: {place: _combined(given, column.combine) for place, given in self._taken[column.to].items()}
            for column in self.kind.columns
            if column.to in self._taken
        }

    def findings(self) -> Iterator[Finding]:
        """What was left out, each thing once."""
        for (code, text, column), count in self._unmapped.items():
            place = self._first[code, text, column]
            more = {"nearest": self._nearest(code, text)} if code.startswith("import_unknown") else {"column": column}
            yield warning(code, place, found=shown(text), count=count, **more)

    def _nearest(self, code: str, text: str) -> str:
        return nearest_country(text) if code == "import_unknown_country" else nearest(text, self._goods)

    def _year(self, row: Row) -> int | None:
        at = self.layout.at.get("year")
        return None if at is None else year_in(as_text(row.value(at)))

    def _take(self, row: Row, year: int) -> None:
        place = self._place(row)
        if place is None:
            return
        self.rows += 1
        for column, cell in self._cells(row):
            value = self._value(row, column, cell)
            if value is not None:
                self._taken.setdefault(column.to, {}).setdefault(place, []).append((year, value))

    def _place(self, row: Row) -> Place | None:
        text = as_text(row.value(self.layout.at["place"]))
        if not text:
            return None
        country = country_code(text)
        if country is None:
            self._leave("import_unknown_country", text, row, self.layout.at["place"])
            return None
        if not self.kind.good:
            return (country,)
        name = as_text(row.value(self.layout.at["good"]))
        good = self._goods.get(fold(name))
        if good is None and name:
            self._leave("import_unknown_good", name, row, self.layout.at["good"])
        return (country, good) if good else None

    def _cells(self, row: Row) -> list[tuple[ImportColumn, int]]:
        """The columns of ours that a row speaks about, and where; -1 where the row itself is what it says."""
        if self.kind.measure:
            measure = fold(as_text(row.value(self.layout.at["measure"])))
            return [(c, self.layout.at["value"]) for c in self.kind.columns if c.code and fold(c.code) == measure]
        columns, present = self.kind.columns, self.layout.columns
        return [(c, present.get(c.to, -1)) for c in columns if c.to in present or c.constant is not None]

    def _value(self, row: Row, column: ImportColumn, at: int) -> Scalar | None:
        if column.constant is not None:
            return column.constant
        cell: Value = row.value(at)
        if column.flag:
            return _flag(cell)
        if is_blank(cell):
            return None
        named = {fold_strictly(word): value for word, value in column.values.items()}
        if (known := named.get(fold_strictly(as_text(cell)))) is not None:
            return known
        number = None if _words_only(column) else _number(cell)
        if number is None:
            self._leave("import_value_unread", as_text(cell), row, at, column.to)
            return None
        outside = (column.lowest is not None and number < column.lowest) or (
            column.highest is not None and number > column.highest
        )
        if outside:
            self._leave("import_value_outside", as_text(cell), row, at, column.to)
        return None if outside else number

    def _leave(self, code: str, text: str, row: Row, at: int, column: str = "") -> None:
        key = (code, text, column)
        self._unmapped[key] += 1
        self._first.setdefault(key, row.location(at))


def fold_strictly(text: str) -> str:
    """Without case and spaces only: `5` and `5+` are different."""
    return "".join(text.casefold().split())


def _words_only(column: ImportColumn) -> bool:
    """Whether the values of a column are words, so that a number in it is not one of them."""
    return any(isinstance(value, str) for value in column.values.values())


def _number(cell: Value) -> float | None:
    """A number as programs write it: publishers use a decimal point, and no signs between thousands."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return float(cell)
    text = as_text(cell)
    return float(text) if _NUMBER.fullmatch(text) else None


def _flag(cell: Value) -> float:
    """1 for yes, a cross or a tick; 0 for anything else, a blank included."""
    said = yes_or_no(cell) if not is_blank(cell) else False
    if isinstance(said, Unread):
        return 1.0 if as_text(cell).casefold() in _MARKED else 0.0
    return 1.0 if said else 0.0


def _combined(given: Sequence[tuple[int, Scalar]], combine: Combine) -> Scalar:
    if combine is Combine.NEWEST:
        return max(given, key=lambda pair: pair[0])[1]
    numbers = [float(value) for _, value in given]
    return sum(numbers) if combine is Combine.SUM else max(numbers)
