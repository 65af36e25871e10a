"""The rules of protection, and how finely a report tells, as the scales declare them."""

from __future__ import annotations

from dataclasses import dataclass

from duediligence.aggregation.classes import Detail
from duediligence.errors import ContentError
from duediligence.model.scales import Scales

RULES = (
    "minimum_companies", "minimum_companies_findings", "largest_share", "two_largest_share", "p_percent", "protection",
    "protection_least", "round_to",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameters:
    """Every number by which cells are protected."""

    minimum_companies: int
    minimum_companies_findings: int
    largest_share: float
    two_largest_share: float
    p_percent: float
    protection: float
    protection_least: float
    round_to: int


def parameters(scales: Scales) -> Parameters:
    """The numbers of the scales; raises ContentError where one is missing, for nothing is published without it."""
    missing = [name for name in RULES if name not in scales.disclosure]
    if missing:
        raise ContentError("disclosure_scale_missing", missing=", ".join(missing))
    value = {name: scales.disclosure[name].value for name in RULES}
    return Parameters(
        minimum_companies=int(value["minimum_companies"]),
        minimum_companies_findings=int(value["minimum_companies_findings"]),
        largest_share=value["largest_share"],
        two_largest_share=value["two_largest_share"],
        p_percent=value["p_percent"],
        protection=value["protection"],
        protection_least=value["protection_least"],
        round_to=max(1, int(value["round_to"])),
    )


def detail(scales: Scales, companies: int) -> Detail:
    """How finely so many companies can be told about; raises ContentError where the bands are missing."""
    missing = [name for name in ("score", "coverage") if name not in scales.sector_bands]
    if missing:
        raise ContentError("disclosure_scale_missing", missing=", ".join(f"sector_bands.{name}" for name in missing))
    score, coverage = scales.sector_bands["score"].value, scales.sector_bands["coverage"].value
    small = scales.small_sector
    if small is None or companies >= small.below.value:
        return Detail(score, coverage, scales.coverage_floor.value)
    return Detail(
        score=small.score.value,
        coverage=coverage,
        rated_from=scales.coverage_floor.value,
        states=small.states.by_word,
        signs=small.signs.by_word,
        tiers=small.tiers.by_word,
        coarse=True,
    )
