"""A workspace of any size on disk: register and answers as csv."""

from __future__ import annotations

import csv
from pathlib import Path

from duediligence.model.conditions import written
from duediligence.model.content import SectorContent
from duediligence.model.response import Answer, AnswerState
from tests.benchmarks.generate import Mix, answers, suppliers

SETTINGS = """company: {id: bench, name: Bench BV, country: NL, joined: {agt: 2024-03-01}}
sector: garments
round: "2026"
assessed_on: 2026-11-01
languages: [en]
register: suppliers.csv
"""


def write_workspace(content: SectorContent, folder: Path, sites: int, each: int, mix: Mix) -> None:
    """Writes the workspace file, the register and one long csv of answers."""
    (folder / "responses").mkdir(parents=True, exist_ok=True)
    (folder / "duediligence.yaml").write_text(SETTINGS, encoding="utf-8")
    made = suppliers(content, sites, mix=mix)
    facts = sorted({fact for site in made for fact in site.facts})
    with (folder / "suppliers.csv").open("w", newline="", encoding="utf-8") as handle:
        rows = csv.writer(handle)
        rows.writerow(["id", "name", *facts])
        for site in made:
            cells = (";".join(map(written, site.facts.get(fact, ()))) for fact in facts)
            rows.writerow([site.id, site.name, *cells])
    with (folder / "responses" / "answers.csv").open("w", newline="", encoding="utf-8") as handle:
        rows = csv.writer(handle)
        rows.writerow(["supplier", "source", "date", "question", "answer"])
        said = answers(content, made, each, mix=mix)
        rows.writerows([a.supplier, a.source.value, a.date, a.question, _said(a)] for a in said)


def _said(answer: Answer) -> str:
    if answer.state is not AnswerState.ANSWERED:
        return answer.state.value
    return "; ".join(map(written, answer.numbers)) if answer.numbers else ";".join(answer.keys)
