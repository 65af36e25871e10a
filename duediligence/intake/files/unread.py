"""A value that could not be read: why, and what a person would need to know to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from duediligence.findings import Finding, Location, error
from duediligence.intake.files.grid import Value, as_text

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Unread:
    """The code of the finding that says why a value was not taken, with its params."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    def at(self, location: Location, value: Value, **params: object) -> Finding:
        """The finding at the place of the value."""
        return error(self.code, location, **{"found": shown(value), **self.params, **params})


def shown(value: Value) -> str:
    """A value as it is quoted in a finding: short, on one line."""
    text = " ".join(as_text(value).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
