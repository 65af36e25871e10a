"""Forms that came back: whose they are, of which edition, in which language, and which questions stand on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duediligence.findings import NOWHERE, Location
from duediligence.model.response import SourceKind


@dataclass(frozen=True, slots=True)
class ReturnedForm:
    """One filled form; `language` is empty where nothing says it, `asked` are the questions in the form's own order."""

    supplier: str
    source: SourceKind
    language: str = ""
    day: date | None = None
    asked: tuple[str, ...] = ()
    editions: tuple[tuple[str, str], ...] = ()
    place: Location = NOWHERE
