"""Many large invented packages for a secretariat, drawn table by table without an assessment behind them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from duediligence.aggregation.identity import SiteKey
from duediligence.aggregation.packing import pack, signed, zipped
from duediligence.aggregation.visibility import Visibility, visibility
from duediligence.model.package import HandIn, Rows
from duediligence.model.plan import ActionState
from tests import generators

TIERS = ["critical", "not_rateable", "high", "medium", "low"]
PLACES = ["IN", "BD", "TR", "CN", "PT", "VN", "PK", "ET", "MM", "NL", "KH", "LK", "ID", "MA", "TN", "IT", "RO", "EG"]
STATES = ["met", "met", "met", "partly", "not_met", "unknown", "not_due"]


def write_workspace(folder: Path, companies: int, sites: int) -> None:
    """A secretariat's workspace with one package a company."""
    content = generators.content()
    visible = visibility(content.agreements[generators.AGREEMENT], content)
    key = SiteKey(b"k" * 32)
    base = generators.invented_round(generators.Sector(companies=1), 0)
    for number in range(companies):
        id = f"c{number:06}"
        company = base.company.model_copy(update={"id": id, "name": f"Verzonnen {number} BV"})
        round = replace(base, company=company)
        handed = HandIn(dict(_tables(visible, random.Random(number), sites)), visible.withheld)
        package = pack(handed, round, visible, key, {})
        generators.write(folder / "packages", package.name, zipped(signed(package, None)))
    settings = f'agreement: agt\nsector: garments\nround: "{base.assessment.round}"\nreported_on: 2027-01-01\n'
    generators.write(folder, "secretariat.yaml", settings.encode())


def _tables(visible: Visibility, chance: random.Random, sites: int) -> Iterator[tuple[str, Rows]]:
    draw, numbers = chance.choice, range(sites)
    score = round(chance.random() * 0.8, 3)
    yield (
        "company",
        [("NL", draw(["small", "medium", "large"]), "2020-01-01", score, score + 0.1, chance.random() * 1e6)],
    )
    yield "commitments", [(id, draw(STATES), None, None, None, None, None, 3) for id in sorted(visible.commitments)]
    yield (
        "sites",
        [
            (
                n,
                draw(PLACES),
                None,
                draw(TIERS),
                draw(["assessed", "screened"]),
                "none",
                round(chance.random(), 3),
                n % 7,
                n % 2,
            )
            for n in numbers
        ],
    )
    yield "tokens", [(n, "name_place", f"{chance.randrange(sites * 20_000):032x}") for n in numbers]
    yield "places", [(n, f"Mill {n}", None, "Town", None) for n in numbers]
    signs = sorted(visible.indicators)
    yield (
        "risks",
        [(n, sign, draw(["established", "possible"])) for n in numbers for sign in sorted(chance.sample(signs, 4))],
    )
    yield (
        "facts",
        sorted(
            (n, fact, value)
            for n in numbers
            for fact, values in visible.facts.items()
            for value in {draw(sorted(values)) for _ in "ab"}
        ),
    )
    yield (
        "actions",
        sorted(
            (measure, "short", "company", state.value, chance.randrange(1, 40))
            for measure in sorted(visible.measures)[:20]
            for state in ActionState
        ),
    )
