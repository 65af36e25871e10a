"""`screen`: what place, goods and workforce make likely, before anyone is asked, and whom to ask what first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from duediligence.findings import Finding
from duediligence.forms.select import questions_for
from duediligence.i18n.formats import show_score
from duediligence.i18n.texts import translate
from duediligence.model.assessment import SupplierAssessment
from duediligence.model.content import SectorContent
from duediligence.scoring.assess import assess_suppliers
from duediligence.tables.engine import PolarsEngine
from duediligence.workflow.opened import Opened, open_workspace

MAIN_DRIVERS = 3
"""How many drivers the table names; `explain` shows all."""


@dataclass(frozen=True, slots=True)
class Screening:
    """Every supplier on facts alone, in order of priority."""

    opened: Opened
    suppliers: tuple[SupplierAssessment, ...]

    @property
    def language(self) -> str:
        """The workspace's first language."""
        return self.opened.workspace.languages[0]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The problems of the register."""
        return self.opened.findings

    def rows(self, language: str) -> list[dict[str, object]]:
        """One row a supplier, as plain values and as shown."""
        return [self._row(rank, s, language) for rank, s in enumerate(self.suppliers, 1)]

    def _row(self, rank: int, s: SupplierAssessment, language: str) -> dict[str, object]:
        content = self.opened.content
        asked = questions_for(content, s.supplier)
        unknown = [_fact_name(content, fact, language) for fact in s.unknown_facts]
        return {
            "rank": rank,
            "id": s.id,
            "name": s.supplier.name,
            "tier": s.tier.value,
            "tier_name": translate(f"terms.tier.{s.tier.value}", language),
            "possible": round(s.possible, 9),
            "possible_shown": show_score(s.possible),
            "why": "; ".join(_main_drivers(s, content, language)),
            "questions": len(asked),
            "form_shown": str(len(asked)),
            "unknown_facts": list(s.unknown_facts),
            "find_out_shown": ", ".join(unknown[:4]) + (" …" if len(unknown) > 4 else ""),
        }


def screen_workspace(folder: Path, content: Path | None = None) -> Screening:
    """Ranks the suppliers of a workspace on the facts of its register; answers are left aside."""
    opened = open_workspace(folder, content)
    suppliers = assess_suppliers(PolarsEngine(), opened.suppliers, (), opened.content, opened.workspace.seed)
    return Screening(replace(opened, answers=()), suppliers)


def _main_drivers(s: SupplierAssessment, content: SectorContent, language: str) -> list[str]:
    labels = {driver.id: driver.label for driver in content.drivers}
    ranked = sorted(s.drivers, key=lambda row: (not row.critical, bool(row.unknown_facts), -row.value, row.id))
    names = dict.fromkeys(labels[row.id].get(language) for row in ranked)
    return list(names)[:MAIN_DRIVERS]


def _fact_name(content: SectorContent, fact: str, language: str) -> str:
    return content.facts[fact].name.get(language) if fact in content.facts else fact
