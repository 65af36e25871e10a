"""Invented companies of the garments sector, from a seed: their sites, states and plans as an assessment has them.

Nothing here is scored: the numbers are drawn so that sectors have what real ones have, such as one very large member,
places where one member buys alone, sites that several members use, and members that join, leave and improve.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from duediligence.aggregation.hand_in import Round
from duediligence.declarations.library import Library, Root
from duediligence.declarations.sector import load_sector
from duediligence.model.assessment import (
    AgreementResult,
    AnswerRow,
    Assessment,
    CommitmentResult,
    CommitmentState,
    Gate,
    Interval,
    SignalRow,
    SupplierAssessment,
    Tier,
)
from duediligence.model.content import SectorContent
from duediligence.model.plan import Action, ActionPlan, ActionState, Reason
from duediligence.model.response import Supplier
from duediligence.model.workspace import Company
from duediligence.resources import content_root
from duediligence.workflow.layers import editions

AGREEMENT, SECTOR = "agt", "garments"
COUNTRIES = ["IN"] * 6 + ["BD"] * 6 + ["TR"] * 5 + ["CN"] * 5 + ["PT"] * 3 + ["VN"] * 2 + ["PK", "ET", "MM", "NL"]
GOODS = ["cotton", "garments", "leather", "footwear", "wool"]
PROCESSES = ["spinning", "weaving", "dyeing", "cut_make_trim", "embroidery"]
CANARY = "CANARY"
"""A word that stands in every field that may not leave the company."""


@cache
def content() -> SectorContent:
    """The bundled garments sector."""
    return load_sector(Library([Root(content_root())]), SECTOR)


@dataclass(frozen=True, slots=True)
class Sector:
    """How many members there are, and how the year is going; the same seed gives the same members."""

    companies: int = 60
    seed: int = 7
    year: int = 2026
    sites: int = 12
    canaries: bool = False
    missing: frozenset[int] = frozenset()

    def rounds(self) -> Iterator[Round]:
        """Every member's round, in the order of their ids."""
        for number in range(self.companies):
            if number not in self.missing:
                yield invented_round(self, number)


def company_id(number: int) -> str:
    """The id of an invented member."""
    return f"c{number:03}"


def invented_round(sector: Sector, number: int) -> Round:
    """One member's year; from year to year its sites stay and its states move a little."""
    chance = random.Random(f"{sector.seed}-{number}")
    maturity = chance.random()
    large = 1 + int(chance.paretovariate(1.3)) if number else sector.companies // 6
    count = max(1, round(sector.sites * 0.4 * large))
    sites = [_site(sector, number, index, random.Random(f"{sector.seed}-{number}-{index}")) for index in range(count)]
    moved = random.Random(f"{sector.seed}-{number}-{sector.year}")
    id = company_id(number)
    results = _agreement(moved, maturity + (sector.year - 2025) * 0.08, sites)
    assessment = Assessment(
        company=id,
        company_name=f"Verzonnen Kleding {number} BV",
        sector=SECTOR,
        round=str(sector.year),
        assessed_on=date(sector.year, 11, 1),
        editions=editions(content()),
        suppliers=tuple(sites),
        agreements=(results,),
    )
    company = Company(
        id=id, name=assessment.company_name, size=chance.choice(["small", "small", "medium", "large", None]),
        joined={AGREEMENT: date(2018 + number % 6, 1, 1)},
    )  # fmt: skip
    return Round(
        assessment, ActionPlan(assessment.assessed_on, tuple(_actions(sector, moved, sites))), company, content()
    )


def _site(sector: Sector, company: int, index: int, chance: random.Random) -> SupplierAssessment:
    shared = chance.random() < 0.25
    known = random.Random(f"{sector.seed}-pool-{chance.randrange(max(10, sector.companies))}") if shared else chance
    country = known.choice(COUNTRIES)
    name = f"Invented Mill {known.randrange(10**9)}"
    signs = [id for id in content().indicators if chance.random() < 0.12]
    likely = [id for id in content().indicators if id not in signs and chance.random() < 0.3]
    tier = _tier(chance, signs)
    answered = chance.random() < 0.8
    facts: dict[str, tuple[Any, ...]] = {
        "country": (country,),
        "city": (f"Town {known.randrange(50)}",),
        "goods": tuple(sorted(chance.sample(GOODS, chance.choice([1, 1, 2])))),
        "processes": (chance.choice(PROCESSES),),
        "volume": (float(known.randrange(10, 2000)) * (6 if company == 0 else 1),),
        "workers": (float(known.randrange(5, 900)),),
    }
    if sector.canaries:
        facts |= {"spend": (987654321.0,), "order_share": (0.123456,), "corridors": (f"{CANARY}corridor",)}
    supplier = Supplier(f"{CANARY}id{index}" if sector.canaries else f"s{index}", name, facts)
    return SupplierAssessment(
        supplier=supplier,
        assessed=answered,
        tier=tier,
        tier_reasons=(),
        gate=Gate.BOTH if tier is Tier.CRITICAL else Gate.NONE,
        severity=0.8,
        coverage=round(chance.uniform(0.2, 1), 3) if answered else None,
        established=0.5 if signs else 0.0,
        possible=0.6,
        priority=index + 1,
        indicators={
            id: Interval(0.5, 0.7) if id in signs else Interval(0.0, 0.4 if id in likely else 0.1)
            for id in content().indicators
        },
        inherent={},
        control_effect={},
        answers=tuple(_answers(chance, signs, tier, sector.canaries)) if answered else (),
    )


def _tier(chance: random.Random, signs: Sequence[str]) -> Tier:
    if len(signs) > 2:
        return chance.choice([Tier.CRITICAL, Tier.HIGH])
    if signs:
        return chance.choice([Tier.HIGH, Tier.MEDIUM, Tier.NOT_RATEABLE])
    return chance.choice([Tier.MEDIUM, Tier.LOW, Tier.LOW])


def _answers(chance: random.Random, signs: Sequence[str], tier: Tier, canaries: bool) -> Iterator[AnswerRow]:
    word = CANARY if canaries else "word"
    for sign in signs or ["wages"]:
        signal = SignalRow(sign, "strong", "coercion", tier is Tier.CRITICAL, False)
        yield AnswerRow(
            question=f"{word}_question_{sign}",
            matter=f"{word}_matter",
            source="supplier",
            evidence=chance.choice(["E1", "E2", "E3", "E5"]),
            date=None,
            state="concern" if signs else "no_concern",
            signals=(signal,) if signs else (),
            document=f"{word} document",
            comment=f"{word} comment",
            reason=f"{word} reason",
        )


def _agreement(chance: random.Random, maturity: float, sites: Sequence[SupplierAssessment]) -> AgreementResult:
    results = []
    for commitment in content().agreements[AGREEMENT].commitments:
        drawn = chance.random()
        state = CommitmentState.NOT_DUE if drawn > 0.95 else _state(chance, maturity)
        share = commitment.kind == "share"
        whole = len(sites)
        part = sum(chance.random() < maturity for _ in sites)
        results.append(
            CommitmentResult(
                agreement=AGREEMENT,
                id=commitment.id,
                state=state,
                value=part / whole if share else None,
                possible_value=1.0 if share else None,
                numerator=float(part) if share else None,
                denominator=float(whole) if share else None,
                threshold=0.6 if share else None,
                year=3,
                suppliers=(sites[0].id,),
            )
        )
    low = min(1.0, max(0.0, maturity * 0.8))
    return AgreementResult(AGREEMENT, True, date(2020, 1, 1), Interval(low, min(1.0, low + 0.2)), tuple(results))


def _state(chance: random.Random, maturity: float) -> CommitmentState:
    if chance.random() < maturity:
        return CommitmentState.MET
    return chance.choice(
        [CommitmentState.PARTLY, CommitmentState.NOT_MET, CommitmentState.NOT_MET, CommitmentState.UNKNOWN]
    )


def _actions(sector: Sector, chance: random.Random, sites: Sequence[SupplierAssessment]) -> Iterator[Action]:
    word = CANARY if sector.canaries else "word"
    measures = sorted(content().measures.values(), key=lambda m: m.id)
    for index, site in enumerate(sites[:20]):
        measure = chance.choice(measures)
        yield Action(
            id=f"a{index:010x}",
            subject=site.id,
            measure=measure.id,
            reasons=(Reason("indicator", "wages"),),
            horizon=measure.horizon,
            due=date(sector.year, 12, 1),
            lead=measure.lead,
            support=measure.support,
            closes_with=measure.closes_with,
            state=chance.choice(list(ActionState)),
            owner=f"{word} owner",
            notes=f"{word} notes",
            evidence=f"{word} evidence",
            own_text=f"{word} own action" if chance.random() < 0.1 else "",
        )


def write(folder: Path, name: str, data: bytes) -> Path:
    """A file in a folder that is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    return folder / name
