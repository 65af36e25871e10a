"""`screen`: what place, goods and workforce make likely, before anyone is asked, and whom to ask what first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import shorten

from duediligence.findings import Finding
from duediligence.forms.select import Brief, build_form
from duediligence.forms.shorten import Screened
from duediligence.i18n.formats import show_score
from duediligence.i18n.texts import translate
from duediligence.model.assessment import DECIMALS, SupplierAssessment
from duediligence.model.content import SectorContent
from duediligence.model.questionnaire import Respondent
from duediligence.scoring.assess import assess_suppliers
from duediligence.tables.engine import PolarsEngine
from duediligence.workflow.opened import Opened, open_workspace

MAIN_DRIVERS = 2
"""How many drivers the table names; `explain` shows all."""
FACTS_SHOWN = 5
LONGEST_NAME = 24


@dataclass(frozen=True, slots=True)
class Screening:
    """Every supplier on facts alone, in order of priority."""

    opened: Opened
    suppliers: tuple[SupplierAssessment, ...]

    @property
    def language(self) -> str:
        """The workspace's first language."""
        return self.opened.spoken[0]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The problems of the register."""
        return self.opened.findings

    def rows(self, language: str) -> list[dict[str, object]]:
        """One row a supplier, as plain values and as shown."""
        return [self._row(rank, s, language) for rank, s in enumerate(self.suppliers, 1)]

    def _row(self, rank: int, s: SupplierAssessment, language: str) -> dict[str, object]:
        content = self.opened.content
        company = self.opened.workspace.company
        form = build_form(Brief(content, s.supplier, Respondent.SUPPLIER, company, screened=Screened.of(s)))
        unknown = [content.facts[fact].name.get(language) for fact in s.unknown_facts if fact in content.facts]
        why = _main_drivers(s, content, language)
        find_out = translate("console.screen.find_out", language, facts=_first(unknown))
        return {
            "rank": rank,
            "id": s.id,
            "name": s.supplier.name,
            "named": f"{shorten(s.supplier.name, LONGEST_NAME, placeholder='…')} ({s.id})",
            "tier": s.tier.value,
            "tier_name": translate(f"terms.tier.{s.tier.value}", language),
            "possible": round(s.possible, DECIMALS),
            "possible_shown": show_score(s.possible),
            "why": why,
            "why_shown": "\n".join([*(["; ".join(why)] if why else []), *([find_out] if unknown else [])]),
            "questions": len(form.asked),
            "minutes": form.minutes,
            "unknown_facts": list(s.unknown_facts),
        }


def screen_workspace(folder: Path, content: Path | None = None) -> Screening:
    """Ranks the suppliers of a workspace on the facts of its register; answers are left aside."""
    opened = open_workspace(folder, content)
    suppliers = assess_suppliers(PolarsEngine(), opened.suppliers, (), opened.content, opened.workspace.seed)
    return Screening(replace(opened, answers=()), suppliers)


def _main_drivers(s: SupplierAssessment, content: SectorContent, language: str) -> list[str]:
    """What is known to be so, and that the country is not: no other missing fact counts for so much.

    What other unknown facts leave open counts as risk, but is no reason to print; what holds everywhere says least.
    """
    labels = {driver.id: driver.label for driver in content.drivers}
    everywhere = {driver.id for driver in content.drivers if not driver.when.names()}
    known = (row for row in s.drivers if not row.unknown_facts)
    ranked = sorted(known, key=lambda row: (row.id in everywhere, not row.critical, -row.value, row.id))
    names = dict.fromkeys(labels[row.id].get(language) for row in ranked)
    if not s.supplier.words("country"):
        names = dict.fromkeys([translate("console.screen.no_country", language), *names])
    return list(names)[:MAIN_DRIVERS]


def _first(names: list[str]) -> str:
    return ", ".join(names[:FACTS_SHOWN]) + (" …" if len(names) > FACTS_SHOWN else "")
