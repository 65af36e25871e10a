"""Which column holds what: headers by id, name or alias; a near miss is suggested, a double one is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from duediligence.findings import Finding, error, warning
from duediligence.intake.files.grid import Grid, Value, as_text, header_row, is_blank, letters
from duediligence.intake.files.unread import shown
from duediligence.intake.typed.spelling import fold, folded, nearest
from duediligence.model.facts import Fact


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one sheet: where the header stands, and in which column each id was found."""

    grid: Grid
    header: int
    at: Mapping[str, int]


def fact_names(facts: Iterable[Fact]) -> dict[str, str]:
    """The id of a fact under every header that it may have; an id goes before a name, a name before an alias."""
    facts = tuple(facts)
    ids = [(fact.id, fact.id) for fact in facts]
    singulars = [(fact.singular, fact.id) for fact in facts if fact.singular]
    names = [(name, fact.id) for fact in facts for name in fact.name.all()]
    aliases = [(alias, fact.id) for fact in facts for alias in (*fact.aliases.nl, *fact.aliases.en)]
    return folded([*ids, *singulars, *names, *aliases])


def headed(grids: Iterable[Grid], names: Mapping[str, str]) -> list[Columns]:
    """The sheets in which a header row was found, the best first; double and unknown headers are not yet looked at."""
    found = []
    for grid in grids:
        header = header_row(grid, lambda text: fold(text) in names)
        if header is not None:
            found.append(Columns(grid, header, dict(_positions(grid, header, names))))
    return sorted(found, key=lambda columns: -len(columns.at))


def _positions(grid: Grid, header: int, names: Mapping[str, str]) -> Iterable[tuple[str, int]]:
    """The column of each id; where two columns claim one, the one that bears the id itself has it, else the first."""
    claims: dict[str, list[int]] = {}
    for column, value in enumerate(grid.rows[header]):
        if isinstance(value, str) and (id := names.get(fold(value))):
            claims.setdefault(id, []).append(column)
    for id, columns in claims.items():
        own = [column for column in columns if fold(as_text(grid.value(header, column))) == fold(id)]
        yield id, (own or columns)[0]


def header_findings(columns: Columns, names: Mapping[str, str]) -> list[Finding]:
    """Headers that stand twice, that nobody knows, and columns with values under no header at all."""
    findings = []
    for column, value in enumerate(columns.grid.rows[columns.header]):
        if column in columns.at.values():
            continue
        if is_blank(value):
            findings += _nameless(columns, column)
        else:
            findings.append(_not_taken(columns, column, value, names))
    return findings


def _not_taken(columns: Columns, column: int, value: Value, names: Mapping[str, str]) -> Finding:
    place = columns.grid.location(columns.header, column)
    if id := names.get(fold(as_text(value))):
        first = columns.grid.location(columns.header, columns.at[id])
        return error("header_twice", place, found=shown(value), id=id, first=first.cell or str(first))
    return warning("unknown_column", place, found=shown(value), nearest=nearest(as_text(value), names))


def _nameless(columns: Columns, column: int) -> list[Finding]:
    rows = range(columns.header + 1, len(columns.grid.rows))
    filled = next((row for row in rows if not is_blank(columns.grid.value(row, column))), None)
    return [] if filled is None else [warning("column_without_header", columns.grid.location(filled, column))]


def missing_columns(columns: Columns, required: Iterable[str]) -> list[Finding]:
    """The required columns that are not there, each at the header row."""
    place = columns.grid.location(columns.header, 0)
    return [error("missing_column", place, column=id) for id in required if id not in columns.at]


def layout_findings(columns: Columns) -> list[Finding]:
    """Says where values of formulas were read as saved, and where merged cells leave the rows below without a value."""
    grid, taken = columns.grid, set(columns.at.values())
    formulas = sorted(spot for spot in grid.formulas if spot[0] > columns.header and spot[1] in taken)
    found = [warning("formula_value_read", grid.location(*formulas[0]), count=len(formulas))] if formulas else []
    for (top, left), (bottom, _) in sorted(grid.merged):
        if bottom > max(top, columns.header) and left in taken:
            found.append(warning("merged_cells", grid.location(top, left), last=f"{letters(left)}{bottom + 1}"))
    return found
