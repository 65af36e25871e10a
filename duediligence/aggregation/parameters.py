"""The rules of protection as the scales declare them."""

from __future__ import annotations

from dataclasses import dataclass

from duediligence.aggregation.contributions import Bands
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


def bands(scales: Scales) -> Bands:
    """The bands of scores and coverage; raises ContentError where they are missing."""
    missing = [name for name in ("score", "coverage") if name not in scales.sector_bands]
    if missing:
        raise ContentError("disclosure_scale_missing", missing=", ".join(f"sector_bands.{name}" for name in missing))
    return Bands(scales.sector_bands["score"].value, scales.sector_bands["coverage"].value)
