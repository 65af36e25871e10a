"""What is not known, in words: it stands beside what must happen now, for a number alone would hide it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duediligence.model.assessment import SupplierAssessment, Tier
from duediligence.model.base import Text
from duediligence.model.scales import Scales
from duediligence.reporting.shared.parts import AgreementView
from duediligence.reporting.shared.words import counted, say


def unknown_sentences(
    suppliers: Sequence[SupplierAssessment], agreements: Iterable[AgreementView], scales: Scales
) -> tuple[Text, ...]:
    """How many suppliers did not answer, where a high risk is neither shown nor ruled out, and which promises are
    neither kept nor broken; where all is answered, that this proves little."""
    high = scales.tiers.high_possible.value
    counts = {
        "silent": sum(is_silent(s) for s in suppliers),
        "open": sum(s.established < high <= s.possible for s in suppliers),
        "commitments": sum(count for a in agreements for state, count in a.tally if state == "unknown"),
    }
    found = tuple(counted(f"unknown.{kind}", count, total=len(suppliers)) for kind, count in counts.items() if count)
    return found or (say("unknown.nothing"),)


def missing_facts(suppliers: Iterable[SupplierAssessment]) -> tuple[Text, ...]:
    """At how many suppliers the register lacks facts that could change the risk: for the company, whose it is."""
    count = sum(bool(s.unknown_facts) for s in suppliers)
    return (counted("unknown.facts", count),) if count else ()


def is_silent(s: SupplierAssessment) -> bool:
    """Whether a supplier gave no answers, or too few to say anything, and has no time left to do so."""
    return s.answer_by is None and (s.tier is Tier.NOT_RATEABLE or not s.assessed)
