"""`content import`: the user's own copy of a published file becomes rows of a content folder of their own.

Rows of columns that were imported before are replaced, all others of that folder stay.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from io import StringIO
from pathlib import Path

from duediligence.declarations.library import Library
from duediligence.declarations.places import read_places
from duediligence.errors import InputError, UsageError
from duediligence.findings import Finding, Location, in_order, note
from duediligence.intake.files.sources import receive
from duediligence.intake.published import Place, Published, read_published, year_in
from duediligence.intake.typed.spelling import folded
from duediligence.model.conditions import Scalar, written
from duediligence.model.content import PlaceTable
from duediligence.model.imports import ImportKind, Table
from duediligence.reporting.exports.output import write_files
from duediligence.workflow.layers import open_library

KEYS = {Table.COUNTRIES: ("country",), Table.GOODS: ("country", "good")}
PROVENANCE = ("publisher", "edition", "as_of", "terms", "confidence")
OWN_COPY = "own_copy"
"""How far a value was checked: by whoever imported it."""

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read and written: `values` counts by column, `unused` are columns that no driver looks at."""

    kind: ImportKind
    edition: str
    rows: int
    values: Mapping[str, int]
    unlisted: int
    unused: tuple[str, ...]
    file: Path
    findings: tuple[Finding, ...]

    @property
    def document(self) -> dict[str, object]:
        """The outcome as plain values."""
        counts = {"rows": self.rows, "values": dict(self.values), "unlisted": self.unlisted}
        told = {"kind": self.kind.id, "publisher": self.kind.publisher, "edition": self.edition}
        return {**told, **counts, "unused": list(self.unused), "file": str(self.file)}


def import_kinds(content: Path | None = None) -> dict[str, ImportKind]:
    """Every kind of published file that can be imported, by id."""
    return open_library(Path(), None, content).records(ImportKind, "common", "imports.yaml")


def import_file(kind: str, file: Path, to: Path, edition: str | None = None, content: Path | None = None) -> Imported:
    """Reads a published file and writes it as rows of the content folder `to`.

    `edition` names the edition where the file does not. Raises UsageError for an unknown kind, InputError where the
    file cannot be read as this kind, or says nothing about its edition.
    """
    library = open_library(Path(), None, content)
    declared = _kind(library, kind)
    received = receive(file, file.name)
    if received.value is None:
        raise InputError("import_unreadable", received.findings, file=file.name)
    reading = read_published(received.value, declared, _goods(library))
    found = reading.value
    if not found.values:
        raise InputError(
            "import_nothing", (*received.findings, *reading.findings), file=file.name, title=declared.title
        )
    edition = edition or _edition(declared, found, file)
    rows = list(_rows(declared, found, edition))
    older, _ = read_places(library.place_files(f"{declared.table.value}.csv"), KEYS[declared.table])
    gone = list(_gone(older, declared, found, edition)) if declared.complete else []
    written_to = _write(to, declared, [*rows, *gone])
    unused = tuple(sorted(found.values.keys() - _looked_at(library, declared.table)))
    kept = 0 if declared.complete else _kept(older, found)
    findings = [*received.findings, *reading.findings, *_notes(declared, unused, kept, file)]
    counts = {column: len(values) for column, values in found.values.items()}
    return Imported(declared, edition, found.rows, counts, len(gone), unused, written_to, in_order(findings))


def _kind(library: Library, id: str) -> ImportKind:
    known = library.records(ImportKind, "common", "imports.yaml")
    if id not in known:
        near = get_close_matches(id, known, n=3, cutoff=0.4)
        raise UsageError("unknown_import", name=id, nearest=", ".join(near) or "–", known=", ".join(sorted(known)))
    return known[id]


def _goods(library: Library) -> dict[str, str]:
    """Goods by every name that the register knows."""
    choices = library.facts["goods"].choices
    return folded((name, c.id) for c in choices for name in (c.id, *c.name.all(), *c.aliases))


def _edition(kind: ImportKind, found: Published, file: Path) -> str:
    year = found.year or year_in(file.stem)
    if not year:
        raise InputError("import_edition_unknown", file=file.name, title=kind.title)
    return f"{kind.title} {year}" if kind.years == 1 else f"{kind.title} {year - kind.years + 1}-{year}"


def _rows(kind: ImportKind, found: Published, edition: str) -> Iterator[Row]:
    for column in sorted(found.values):
        for place, value in sorted(found.values[column].items()):
            yield _row(kind, place, column, value, edition, found)


def _row(kind: ImportKind, place: Place, column: str, value: Scalar, edition: str, found: Published) -> Row:
    named = dict(zip(KEYS[kind.table], place, strict=True))
    told = {"publisher": kind.publisher, "edition": edition, "as_of": str(found.year or ""), "terms": kind.terms.en}
    return {**named, "column": column, "value": written(value), **told, "confidence": OWN_COPY}


def _gone(older: PlaceTable, kind: ImportKind, found: Published, edition: str) -> Iterator[Row]:
    """What an older edition lists and this one does not: it is listed no longer."""
    for column in sorted(found.values):
        for place, value in sorted(older.values.get(column, {}).items()):
            if value and place not in found.values[column]:
                yield _row(kind, place, column, 0, edition, found)


def _kept(older: PlaceTable, found: Published) -> int:
    """How many places keep the value of an older edition, for this one does not name them."""
    kept = (older.values.get(column, {}).keys() - values.keys() for column, values in found.values.items())
    return len({place for places in kept for place in places})


def _write(to: Path, kind: ImportKind, rows: list[Row]) -> Path:
    name = f"sector_profiles/common/{kind.table.value}.csv"
    columns = {row["column"] for row in rows}
    kept = [row for row in _former(to / name) if row.get("column") not in columns]
    keys = KEYS[kind.table]
    ordered = sorted([*kept, *rows], key=lambda row: (row["column"], *(row[key] for key in keys)))
    text = StringIO(newline="")
    writer = csv.DictWriter(text, (*keys, "column", "value", *PROVENANCE), lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(ordered)
    (file,) = write_files(to, {name: text.getvalue()})
    return file


def _former(file: Path) -> list[Row]:
    """The rows of an earlier import; a table of another form is refused, for it is not ours to change."""
    if not file.exists():
        return []
    with file.open(newline="", encoding="utf-8-sig") as handle:
        rows = csv.DictReader(handle)
        if not {"column", "value"} <= set(rows.fieldnames or ()):
            raise InputError("import_other_table", file=file.name)
        return [{name: cell or "" for name, cell in row.items() if name} for row in rows]


def _looked_at(library: Library, table: Table) -> set[str]:
    """The columns of a table that any driver of any sector looks at."""
    prefix = "country." if table is Table.COUNTRIES else "goods."
    profiles = library.newest_profiles()
    drivers = [*library.drivers.values(), *(driver for profile in profiles for driver in profile.drivers)]
    names = {name for driver in drivers for name in driver.when.names()}
    return {name.removeprefix(prefix) for name in names if name.startswith(prefix)}


def _notes(kind: ImportKind, unused: Iterable[str], kept: int, file: Path) -> Iterator[Finding]:
    place = Location(file=file.name)
    if kept:
        yield note("import_keeps_older", place, count=kept)
    prefix = "country" if kind.table is Table.COUNTRIES else "goods"
    for column in unused:
        yield note("import_not_used", place, column=f"{prefix}.{column}")
