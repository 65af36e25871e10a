"""JSON: a list of records becomes rows under the union of their keys; anything else is left to the readers of forms."""

from __future__ import annotations

import json
from typing import Any

from duediligence.findings import Finding, Location, warning
from duediligence.intake.files.delimited import decode
from duediligence.intake.files.grid import Book, Grid
from duediligence.intake.files.reading import Reading
from duediligence.intake.files.safety import LIMITS, Limits, Refused
from duediligence.intake.files.text import clean_rows


def parse_json(data: bytes, shown_as: str) -> Reading[Any]:
    """The data of a JSON file; raises Refused where it is none."""
    decoded = decode(data, shown_as)
    findings = list(decoded.findings)
    try:
        value = json.loads(
            decoded.value.removeprefix("\ufeff"),
            parse_constant=lambda word: None,  # NaN and Infinity are no JSON and no answer
            object_pairs_hook=lambda pairs: _record(pairs, shown_as, findings),
        )
    except json.JSONDecodeError as problem:
        place = Location(file=shown_as, line=problem.lineno, column=problem.colno)
        raise Refused("json_syntax", place, reason=problem.msg) from None
    except (RecursionError, ValueError):  # nested without end, or a number of thousands of digits
        raise Refused("json_syntax", Location(file=shown_as), reason="limit") from None
    return Reading(value, tuple(findings))


def _record(pairs: list[tuple[str, Any]], shown_as: str, findings: list[Finding]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for key, value in pairs:
        if key in record:
            findings.append(warning("json_key_twice", Location(file=shown_as), key=key))
        record.setdefault(key, value)
    return record


def records_book(data: Any, shown_as: str, limits: Limits = LIMITS) -> Book:
    """The one sheet of a list of records, under a header row of their keys; without sheets where it is no such list."""
    records = data.get("records", data) if isinstance(data, dict) else data
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        return Book()
    keys = list(dict.fromkeys(key for record in records for key in record))
    rows: list[list[Any]] = [list(keys)]
    rows += [[_blank_for_none(record.get(key)) for key in keys] for record in records]
    grid = clean_rows(Grid(shown_as, "", rows, keys=keys), limits.text)
    return Book(("",), lambda name: grid)


def _blank_for_none(value: Any) -> Any:
    return "" if value is None else value
