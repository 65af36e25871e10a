"""The register of suppliers: one row a site, whatever else the list holds. Only id, name and country are needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from duediligence.findings import Finding, Location, error, note, warning
from duediligence.i18n.formats import language_code
from duediligence.intake.files.grid import Fault, Grid, Row, as_text, first_filled_row
from duediligence.intake.files.reading import Reading
from duediligence.intake.files.sources import receive
from duediligence.intake.files.unread import Unread, shown
from duediligence.intake.headers import Columns, fact_names, headed, header_findings, layout_findings, missing_columns
from duediligence.intake.supplier_ids import Unnamed, each_once, with_derived_ids
from duediligence.intake.typed.numbers import number_of
from duediligence.intake.typed.own_words import said_once
from duediligence.intake.typed.spelling import fold, spellings
from duediligence.intake.typed.values import FactReader
from duediligence.model.base import Text
from duediligence.model.conditions import Scalar
from duediligence.model.facts import Fact, FactType
from duediligence.model.response import COMPANY, Supplier

ID, NAME, COUNTRY, SUBDIVISION, LANGUAGE = "id", "name", "country", "subdivision", "language"

_COUNTRY_FACT = Fact(id=COUNTRY, name=Text(nl=COUNTRY, en=COUNTRY), type=FactType.COUNTRY)
"""Read even where the content declares no such fact."""


def read_register(path: Path, facts: Mapping[str, Fact], shown_as: str) -> Reading[tuple[Supplier, ...]]:
    """The suppliers of a register (xlsx, xls, ods, csv, json), in its order; a fact that cannot be read is unknown."""
    received = receive(path, shown_as)
    if received.value is None:
        return Reading((), received.findings)
    findings = list(received.findings)
    grids = list(received.value.grids())
    findings += [finding for grid in grids for finding in grid.findings]
    names = register_names(facts)
    tables = headed(grids, names)
    if not tables:
        place = _first_place(grids) or received.value.place
        return Reading(
            (),
            (
                *findings,
                error("no_register_header", place, sheets=", ".join(filter(None, received.value.sheet_names)) or "–"),
            ),
        )
    columns = tables[0]
    findings += [_other_sheet(other) for other in tables[1:] if {NAME, COUNTRY} <= other.at.keys()]
    findings += [*header_findings(columns, names), *layout_findings(columns)]
    findings += missing_columns(columns, [COUNTRY, *([] if ID in columns.at else [NAME])])
    suppliers = list(_suppliers(columns, facts, findings))
    findings = list(said_once(findings))
    if not suppliers:
        findings.append(error("register_empty", columns.grid.location(columns.header, 0)))
    return Reading(each_once(with_derived_ids(suppliers, findings), findings), tuple(findings))


_FOOTNOTE = ("*", "†", "¹")
"""How footnotes under a table begin."""


def register_names(facts: Mapping[str, Fact]) -> dict[str, str]:
    """The id of a column under every header that a register may use for it."""
    return {**spellings("columns.register"), **fact_names(facts.values())}


def _first_place(grids: list[Grid]) -> Location | None:
    return next((grid.location(row, 0) for grid in grids if (row := first_filled_row(grid)) is not None), None)


def _other_sheet(columns: Columns) -> Finding:
    return warning("other_register_sheet", columns.grid.location(columns.header, 0), sheet=columns.grid.sheet)


@dataclass(frozen=True, slots=True)
class _Reader:
    column: int
    facts: FactReader


def _suppliers(columns: Columns, facts: Mapping[str, Fact], findings: list[Finding]) -> Iterator[Unnamed]:
    readers = _readers(columns, facts, findings)
    for row in columns.grid.rows_below(columns.header):
        supplier = _supplier(row, columns, readers, findings)
        if supplier is not None:
            yield supplier


def _readers(columns: Columns, facts: Mapping[str, Fact], findings: list[Finding]) -> list[_Reader]:
    readers = []
    for id, column in columns.at.items():
        if id in (ID, NAME):
            continue
        fact = facts.get(id, _COUNTRY_FACT)  # `country` is the only other column that is left
        in_percent = fact.type is FactType.SHARE and _has_percentages(columns, column)
        if in_percent:
            findings.append(note("shares_read_as_percent", columns.grid.location(columns.header, column), fact=id))
        readers.append(_Reader(column, FactReader(fact, in_percent)))
    return sorted(
        readers, key=lambda reader: reader.facts.fact.id != COUNTRY
    )  # a province is looked for in its country


def _has_percentages(columns: Columns, column: int) -> bool:
    """Whether a column of shares holds a plain number above 1, so that its numbers are percentages."""
    cells = (row.cell(column) for row in columns.grid.rows_below(columns.header))
    numbers = (number_of(cell.value) for cell in cells if not cell.percent)
    return any(isinstance(number, float) and number > 1 for number in numbers)


def _supplier(row: Row, columns: Columns, readers: list[_Reader], findings: list[Finding]) -> Unnamed | None:
    id, name = (_plain(row, columns, key, findings) for key in (ID, NAME))
    place = row.location(columns.at.get(ID, columns.at.get(NAME, 0)))
    if not id and not name:
        findings.append(error("row_without_supplier", row.location(), row=row.number))
        return None
    if fold(id) == fold(COMPANY) and "_" in id:
        findings.append(error("reserved_id", place, found=id))
        return None
    values: dict[str, tuple[Scalar, ...]] = {}
    told = set()
    for reader in readers:
        taken, finding = reader.facts.read(row.cell(reader.column), _country_of(values))
        if taken:
            values[reader.facts.fact.id] = taken
        if finding:
            findings.append(finding)
            told.add(reader.facts.fact.id)
    if _is_no_site(id, name, values, empty=COUNTRY not in told):
        findings.append(error("row_is_no_supplier", place, found=shown(name or id)))
        return None
    if not name:
        findings.append(warning("supplier_without_name", place, id=id))
    if COUNTRY in columns.at and COUNTRY not in values and COUNTRY not in told:
        findings.append(error("supplier_without_country", row.location(columns.at[COUNTRY]), supplier=id or name))
    findings += [*_misplaced(row, columns, values), *_language(row, columns, values)]
    return Unnamed(Supplier(id, name or id, values, place), given=bool(id))


def _is_no_site(id: str, name: str, values: Mapping[str, object], empty: bool) -> bool:
    """Whether a row without a country is a total, or a footnote that nothing else stands beside."""
    if COUNTRY in values or not empty or (id and name):
        return False
    return spellings("words").get(fold(name or id)) == "total" or (not values and (name or id).startswith(_FOOTNOTE))


def _country_of(values: Mapping[str, tuple[Scalar, ...]]) -> str:
    return str(next(iter(values.get(COUNTRY, ())), ""))


def _plain(row: Row, columns: Columns, key: str, findings: list[Finding]) -> str:
    """The text of a cell on one line; an error cell is named and is no text."""
    if key not in columns.at:
        return ""
    value = row.value(columns.at[key])
    if isinstance(value, Fault):
        findings.append(Unread(value.code).at(row.location(columns.at[key]), value, fact=key))
        return ""
    return " ".join(as_text(value).split())


def _misplaced(row: Row, columns: Columns, values: dict[str, tuple[Scalar, ...]]) -> list[Finding]:
    """A province of another country is not taken: it would call up the risks of a place where the site is not."""
    country, province = values.get(COUNTRY), values.get(SUBDIVISION)
    if not country or not province or str(province[0]).startswith(f"{country[0]}-"):
        return []
    del values[SUBDIVISION]
    place = row.location(columns.at[SUBDIVISION])
    return [error("subdivision_elsewhere", place, found=province[0], country=country[0])]


def _language(row: Row, columns: Columns, values: dict[str, tuple[Scalar, ...]]) -> list[Finding]:
    """The language of a supplier's form as its code; what is no language is not taken, for it names a file."""
    if LANGUAGE not in values:
        return []
    said = str(values.pop(LANGUAGE)[0])
    code = language_code(said)
    if code is None:
        return [error("supplier_language_unknown", row.location(columns.at[LANGUAGE]), found=shown(said))]
    values[LANGUAGE] = (code,)
    return []
