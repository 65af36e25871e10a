"""One door for every received file: what it is, its sheets or its data, and what was wrong on the way in.

To read a further kind of file: write a reader and add its line to `READERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duediligence.findings import Finding, Location, warning
from duediligence.intake.files.delimited import decode, open_delimited
from duediligence.intake.files.excel import open_ods, open_xls, open_xlsx
from duediligence.intake.files.grid import Book, Grid
from duediligence.intake.files.kinds import Kind, kind_of, name_fits
from duediligence.intake.files.reading import Reading
from duediligence.intake.files.safety import LIMITS, Limits, Refused, received_bytes
from duediligence.intake.files.structured import parse_json, records_book


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it came in: sheets for tables, `data` for json, `text` for html; the file itself stays untouched."""

    path: Path
    shown_as: str
    kind: Kind
    book: Book = field(default_factory=Book)
    data: Any = None
    text: str = ""

    @property
    def place(self) -> Location:
        """The file as a place, for what concerns all of it."""
        return Location(file=self.shown_as)

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The names of the sheets; a text table or list of records has one, without a name."""
        return self.book.names

    def grid(self, sheet: str) -> Grid | None:
        """One sheet by name."""
        return self.book.grid(sheet)

    def grids(self) -> Iterator[Grid]:
        """Every sheet; each is read when it is reached."""
        return self.book.grids()


def receive(path: Path, shown_as: str, limits: Limits = LIMITS) -> Reading[Received | None]:
    """Opens one file; a file that is refused gives None and the finding that says why."""
    try:
        data = received_bytes(path, shown_as, limits)
        kind = kind_of(data)
        if kind not in READERS:
            raise _refused(kind, shown_as)
        reading = READERS[kind](Received(path, shown_as, kind), data, limits)
    except Refused as refused:
        return Reading(None, (refused.finding,))
    return Reading(reading.value, (*_name_findings(path, shown_as, kind), *reading.findings))


def _refused(kind: Kind, shown_as: str) -> Refused:
    code = "workbook_encrypted" if kind is Kind.ENCRYPTED else "type_not_read"
    return Refused(code, Location(file=shown_as), kind=kind.value)


def _name_findings(path: Path, shown_as: str, kind: Kind) -> tuple[Finding, ...]:
    if name_fits(path.suffix, kind):
        return ()
    return (warning("type_behind_name", Location(file=shown_as), suffix=path.suffix, kind=kind.value),)


_Opener = Callable[[bytes, str, Limits], Reading[Book]]
_Reader = Callable[[Received, bytes, Limits], Reading[Received]]


def _table(opener: _Opener) -> _Reader:
    def read(received: Received, data: bytes, limits: Limits) -> Reading[Received]:
        opened = opener(data, received.shown_as, limits)
        return Reading(Received(received.path, received.shown_as, received.kind, opened.value), opened.findings)

    return read


def _json(received: Received, data: bytes, limits: Limits) -> Reading[Received]:
    parsed = parse_json(data, received.shown_as)
    book = records_book(parsed.value, received.shown_as, limits)
    return Reading(Received(received.path, received.shown_as, received.kind, book, parsed.value), parsed.findings)


def _html(received: Received, data: bytes, limits: Limits) -> Reading[Received]:
    decoded = decode(data, received.shown_as)
    return Reading(Received(received.path, received.shown_as, received.kind, text=decoded.value), decoded.findings)


READERS: dict[Kind, _Reader] = {
    Kind.XLSX: _table(open_xlsx),
    Kind.XLS: _table(open_xls),
    Kind.ODS: _table(open_ods),
    Kind.DELIMITED: _table(open_delimited),
    Kind.JSON: _json,
    Kind.HTML: _html,
}
"""How each kind of file is opened."""
