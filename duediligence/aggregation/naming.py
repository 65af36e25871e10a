"""Names for the rows and columns of the sector tables, from the content or from the tool's own texts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duediligence.i18n.formats import country_name
from duediligence.i18n.texts import exists, translate
from duediligence.model.base import Text
from duediligence.model.content import SectorContent

_BAND = re.compile(r"[0-9]+-[0-9]+")
_TERMS = {
    "tiers": "tier", "tier_companies": "tier", "evidence": "evidence", "commitments": "commitment_state",
    "commitments_weight": "commitment_state", "actions": "action_state", "action_leads": "action_state",
}  # fmt: skip
_ROW_TERMS = {"actions": "horizon", "action_leads": "role", "tier_companies": "tier"}
_BY_COMMITMENT = ("commitments", "commitments_weight", "commitments_measured")
_BY_SIGN = ("indicators", "indicator_companies")


@dataclass(frozen=True, slots=True)
class Names:
    """Names in one language."""

    content: SectorContent
    language: str

    def say(self, key: str, **params: object) -> str:
        """A text of the sector report."""
        return translate(f"aggregate.{key}", self.language, **params)

    def table(self, id: str) -> str:
        """The title of a table."""
        place, by_sign = id.removesuffix("_indicators"), id.endswith("_indicators")
        if place in self.content.facts:
            name = self.content.facts[place].name.get(self.language).lower()
            return self.say("table.by_fact_sign" if by_sign else "table.by_fact", name=name)
        return self.say(f"table.{id}")

    def row(self, table: str, row: str) -> str:
        """The name of a row."""
        if table in _BY_COMMITMENT:
            return self.commitment(row)
        if table in _BY_SIGN:
            return self.indicator(row)
        place = table.removesuffix("_indicators")
        if place == "countries" and len(row) == 2:
            return country_name(row, self.language)
        if place in self.content.facts:
            return self._choice(place, row)
        if table == "score":
            return self.say(f"column.{row}_score")
        return self._term(_ROW_TERMS.get(table, ""), row)

    def column(self, table: str, column: str) -> str:
        """The name of a column."""
        if _BAND.fullmatch(column):
            return column.replace("-", "–") + (" %" if table == "coverage" else "")
        if table.endswith("_indicators"):
            return self.indicator(column)
        if column in self._coarse:
            return self._coarse[column]
        if (table == "countries" or table in self.content.facts) and exists(f"aggregate.group.{column}"):
            return self.say(f"group.{column}")
        if table == "evidence":
            return f"{column} {self._term('evidence', column)}"
        return self._term(_TERMS.get(table, ""), column)

    def commitment(self, id: str) -> str:
        """The text of a commitment."""
        commitment = self.content.commitments.get(id)
        return commitment.text.get(self.language) if commitment else id

    def indicator(self, id: str) -> str:
        """The name of a sign."""
        indicator = self.content.indicators.get(id)
        return indicator.name.get(self.language) if indicator else id

    def party(self, id: str) -> str:
        """The name of a party to the agreement."""
        return self._term("party", id)

    def source(self, id: str) -> str:
        """The title of a source."""
        source = self.content.sources.get(id)
        title = source.title if source else id
        return title.get(self.language) if isinstance(title, Text) else title

    @property
    def _coarse(self) -> dict[str, str]:
        """The names of the classes of a small sector that no finer report has."""
        small = self.content.scales.small_sector
        classes = (*small.states.value, *small.signs.value, *small.tiers.value) if small else ()
        return {found.id: found.name.get(self.language) for found in classes if (found.id,) != found.of}

    def _choice(self, fact: str, id: str) -> str:
        names = {choice.id: choice.name for choice in self.content.facts[fact].choices}
        return names[id].get(self.language) if id in names else self._term("", id)

    def _term(self, group: str, code: str) -> str:
        for key in (f"terms.{group}.{code}", f"aggregate.column.{code}"):
            if exists(key):
                return translate(key, self.language)
        return code.replace("_", " ")
