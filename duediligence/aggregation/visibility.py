"""What an agreement lets the secretariat see of a company: the one list that packages are made and checked by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from duediligence.model.agreement import Agreement, Commitment, ShareMeasure
from duediligence.model.content import SectorContent
from duediligence.model.facts import FactType
from duediligence.model.package import OPTIONAL, TABLES, Columns

ALWAYS_WITHHELD = ("answers", "documents", "owners", "notes", "head_counts", "corridors", "supplier_ids", "prices")
"""Categories that no agreement can ask for; their words stand in `i18n/aggregate.yaml`."""


@dataclass(frozen=True, slots=True)
class Visibility:
    """The commitments, facts (with their values), tables and weight that leave a company under one agreement."""

    agreement: Agreement
    commitments: Mapping[str, Commitment]
    facts: Mapping[str, frozenset[str]]
    indicators: frozenset[str]
    measures: frozenset[str]
    tables: Mapping[str, Columns]
    withheld: tuple[str, ...]

    @property
    def weight(self) -> str | None:
        """The fact whose total per company is handed in."""
        return self.agreement.submission.weight

    def shows_parts(self, commitment: str) -> bool:
        """Whether numerator and denominator may go along; a volume may only where the agreement asks for volumes."""
        measure = self.commitments[commitment].measure
        return not isinstance(measure, ShareMeasure) or measure.of != "volume" or self.weight == "volume"


def visibility(agreement: Agreement, content: SectorContent) -> Visibility:
    """What this agreement lets the secretariat see; a private fact of a site never leaves, whatever it says."""
    facts = {id: _values(content, id) for id in agreement.submission.facts if _may_leave(content, id)}
    kept_back = [c for c in agreement.commitments if c.publish == "company"]
    with_address = agreement.submission.location == "address"
    withheld = [
        *ALWAYS_WITHHELD,
        "volumes" if agreement.submission.weight else "all_volumes",
        *(["commitments"] if kept_back else []),
        *([] if with_address else ["addresses"]),
    ]
    return Visibility(
        agreement=agreement,
        commitments={c.id: c for c in agreement.commitments if c.publish != "company"},
        facts=facts,
        indicators=frozenset(content.indicators),
        measures=frozenset(content.measures),
        tables={name: columns for name, columns in TABLES.items() if with_address or name not in OPTIONAL},
        withheld=tuple(withheld),
    )


def _may_leave(content: SectorContent, id: str) -> bool:
    fact = content.facts.get(id)
    return fact is not None and fact.private is None and fact.type in (FactType.CHOICE, FactType.MULTI)


def _values(content: SectorContent, id: str) -> frozenset[str]:
    return frozenset(choice.id for choice in content.facts[id].choices)
