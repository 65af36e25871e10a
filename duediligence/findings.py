"""Problems in people's files, as data: a stable code, a place, and what fills in the text of `i18n/findings.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType


class Severity(IntEnum):
    """How bad a finding is; `ERROR` means that something was left out of the result."""

    NOTE = 1
    WARNING = 2
    ERROR = 3


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place that a person can go to: file, then sheet and cell, or line and column, or the key's path."""

    file: str = ""
    sheet: str = ""
    cell: str = ""
    line: int = 0
    column: int = 0
    path: str = ""

    @property
    def inside(self) -> str:
        """Where in its file or sheet: a cell, or line and column."""
        return self.cell or (f"{self.line}:{self.column}" if self.column else str(self.line) if self.line else "")

    @property
    def spot(self) -> str:
        """File, line and column as editors write them."""
        return ":".join(part for part in (self.file, self.inside) if part)

    def __str__(self) -> str:
        return " › ".join(filter(None, (self.file, self.sheet, self.inside, self.path)))


NOWHERE = Location()
"""The place of what has no place."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: `code` is public and stable, `params` fill in its text in any language."""

    code: str
    location: Location = NOWHERE
    params: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    severity: Severity = Severity.ERROR

    @property
    def order(self) -> tuple[str, str, int, int, str, str, str]:
        """Sorts findings by place, so that the order in which files were read leaves no trace."""
        place = self.location
        return (place.file, place.sheet, place.line, place.column, place.cell, place.path, self.code)


def error(code: str, location: Location = NOWHERE, **params: object) -> Finding:
    """A finding that left something out of the result."""
    return Finding(code, location, params, Severity.ERROR)


def warning(code: str, location: Location = NOWHERE, **params: object) -> Finding:
    """A finding that a person should look at; the value was used."""
    return Finding(code, location, params, Severity.WARNING)


def note(code: str, location: Location = NOWHERE, **params: object) -> Finding:
    """A finding that tells what was done."""
    return Finding(code, location, params, Severity.NOTE)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings sorted by place, each once."""
    unique = {(f.order, sorted_params(f)): f for f in findings}
    return tuple(unique[key] for key in sorted(unique))


def sorted_params(finding: Finding) -> tuple[tuple[str, str], ...]:
    """What fills in the text, in a fixed order."""
    return tuple(sorted((name, str(value)) for name, value in finding.params.items()))
