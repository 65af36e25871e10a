"""What `diff` calls things: suppliers by their names, and questions, signs, promises and measures by their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from duediligence.declarations.sector import load_sector
from duediligence.errors import DueDiligenceError
from duediligence.i18n.texts import translate
from duediligence.model.content import SectorContent
from duediligence.model.plan_sheet import in_short
from duediligence.model.response import COMPANY
from duediligence.workflow.layers import open_library

Json = Mapping[str, Any]
NAMED = 3
"""How many sites of one action are named."""


@dataclass(frozen=True)
class Words:
    """Names from the two documents and from the bundled content; what neither knows keeps its id."""

    old: Json
    new: Json
    language: str

    def supplier(self, id: str) -> str:
        """A supplier's name with its id, by which the register finds it; the company by its own name."""
        if id == COMPANY:
            return str((self.new.get("company") or {}).get("name") or id)
        return f"{self._names[id]} ({id})" if id in self._names else id

    def action(self, id: str) -> str:
        """What is to be done, and where."""
        row = self._actions.get(id, {})
        sites = [self._names.get(site, site) for site in row.get("sites") or ()]
        more = [f"+{len(sites) - NAMED}"] if len(sites) > NAMED else []
        where = ", ".join((*sites[:NAMED], *more)) or self.supplier(str(row.get("subject") or ""))
        return f"{where}: {self._done(row) or id}"

    def indicator(self, id: str) -> str:
        """A sign by its name."""
        known = self._content.indicators.get(id) if self._content else None
        return known.name.get(self.language) if known else id

    def question(self, id: str) -> str:
        """A question by its text."""
        known = self._content.questions.get(id) if self._content else None
        return known.text.get(self.language) if known else id

    def commitment(self, id: str) -> str:
        """A promise in a few words."""
        known = self._content.commitments.get(id) if self._content else None
        return in_short(known.text.get(self.language)) if known else id

    def _done(self, row: Json) -> str:
        known = self._content.measures.get(str(row.get("measure"))) if self._content else None
        return in_short(known.text.get(self.language) if known else str(row.get("text") or row.get("measure") or ""))

    @cached_property
    def _names(self) -> Mapping[str, str]:
        rows = (row for document in (self.old, self.new) for row in document.get("suppliers") or ())
        return {str(row["id"]): str((row.get("facts") or {}).get("name") or row["id"]) for row in rows}

    @cached_property
    def _actions(self) -> Mapping[str, Json]:
        return {str(row["id"]): row for document in (self.old, self.new) for row in document.get("actions") or ()}

    @cached_property
    def _content(self) -> SectorContent | None:
        try:
            return load_sector(open_library(Path()), str((self.new.get("company") or {}).get("sector") or ""))
        except DueDiligenceError:
            return None

    def say(self, key: str, **params: object) -> str:
        """A text of `diff`."""
        return translate(f"moves.{key}", self.language, **params)

    def tier(self, tier: str) -> str:
        """A tier by its name."""
        return translate(f"terms.tier.{tier}", self.language)

    def state(self, state: str) -> str:
        """The state of a commitment, or a dash where it was not there."""
        return translate(f"terms.commitment_state.{state}", self.language) if state else "–"
