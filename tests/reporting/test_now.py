"""What must happen now: who stands on top of the company's page."""

from __future__ import annotations

from dataclasses import replace

from duediligence.model.assessment import Gate, Tier
from duediligence.reporting.company.now import urgent_suppliers
from tests.reporting.look import sample_round


def test_a_sign_that_is_established_and_high_by_itself_is_named_on_top_whatever_the_gate() -> None:
    round = sample_round()
    some = round.assessment.suppliers[0]
    debts_admitted = replace(some, tier=Tier.HIGH, gate=Gate.NONE, established=0.8, possible=0.81)
    nobody_asked = replace(some, tier=Tier.HIGH, gate=Gate.NONE, established=0.0, possible=0.78)
    assert urgent_suppliers([nobody_asked, debts_admitted], round.content.scales) == (debts_admitted,)
