"""`explain`: the ledger of one supplier as a tree, and what would change its tier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duediligence.i18n.formats import show_date, show_number, show_percent, show_score
from duediligence.i18n.texts import translate
from duediligence.model.assessment import DECIMALS, AnswerRow, AskNext, DriverRow, SupplierAssessment
from duediligence.model.content import SectorContent
from duediligence.model.tree import Node
from duediligence.scoring.assess import assess_suppliers
from duediligence.scoring.change import Change, what_would_change
from duediligence.tables.engine import PolarsEngine
from duediligence.workflow.naming import named_supplier
from duediligence.workflow.opened import open_workspace
from duediligence.workflow.sensing import sensitive_numbers, sensitivity_node, sensitivity_rows


@dataclass(frozen=True, slots=True)
class Explained:
    """The explanation for the terminal and as plain values."""

    language: str
    tree: Node
    document: dict[str, Any]


def explain_supplier(folder: Path, wanted: str, content: Path | None = None, language: str | None = None) -> Explained:
    """Explains one supplier's score from its ledger. Raises UsageError where nobody has that id or name."""
    opened = open_workspace(folder, content)
    supplier = named_supplier(opened.suppliers, wanted)
    answers = [answer for answer in opened.counted if answer.supplier == supplier.id]
    (assessed,) = assess_suppliers(PolarsEngine(), [supplier], answers, opened.content, opened.workspace.seed)
    change = what_would_change(assessed, opened.content)
    delicate = sensitive_numbers(PolarsEngine(), supplier, answers, opened.content)
    shown_in = language or opened.spoken[0]
    told = _Teller(opened.content, shown_in).supplier(assessed, change)
    tree = Node(told.text, (*told.children, sensitivity_node(delicate, opened.content, shown_in)))
    return Explained(shown_in, tree, {**_document(assessed, change), "sensitivity": sensitivity_rows(delicate)})


@dataclass(frozen=True, slots=True)
class _Teller:
    """Says rows in words of one language."""

    content: SectorContent
    language: str

    def supplier(self, s: SupplierAssessment, change: Change) -> Node:
        head = self._say(
            "head",
            name=s.supplier.name,
            id=s.id,
            tier=self._term("tier", s.tier.value),
            established=show_score(s.established),
            possible=show_score(s.possible),
        )
        return Node(head, tuple(self._parts(s, change)))

    def _parts(self, s: SupplierAssessment, change: Change) -> Iterator[Node]:
        yield Node(self._term("status", s.status))
        yield Node(self._term("gate_long", s.gate.value))
        yield Node(self._say("coverage", share=show_percent(s.coverage, self.language)))
        if s.robustness is not None:
            yield Node(self._say("robustness", share=show_percent(s.robustness, self.language)))
        yield Node(self._say("indicators"), tuple(self._indicators(s)))
        if s.contradictions:
            told = (self._contradiction(c.matter, c.assuring, c.objecting) for c in s.contradictions)
            yield Node(self._say("contradictions"), tuple(map(Node, told)))
        yield Node(self._say("ask_next"), tuple(Node(self._ask(ask)) for ask in s.ask_next))
        yield Node(self._say("change"), tuple(self._change(change)))

    def _indicators(self, s: SupplierAssessment) -> Iterator[Node]:
        ranked = sorted(s.indicators, key=lambda i: (-s.indicators[i].possible, -s.indicators[i].established, i))
        for id in ranked:
            bounds = s.indicators[id]
            if not bounds.possible:
                continue
            text = self._say(
                "indicator",
                name=self.content.indicators[id].name.get(self.language),
                established=show_score(bounds.established),
                possible=show_score(bounds.possible),
                inherent=show_score(s.inherent[id]),
            )
            yield Node(text, tuple(self._rows(s, id)))

    def _rows(self, s: SupplierAssessment, indicator: str) -> Iterator[Node]:
        for row in s.drivers:
            if row.indicator == indicator:
                yield Node(self._driver(row))
        for matter in (m for m in s.matters if m.indicator == indicator):
            text = self._say(
                "matter",
                question=self._question(matter.matter),
                rule=self._term("rule", matter.rule),
                established=show_score(matter.established),
                possible=show_score(matter.possible),
            )
            said = (row for row in s.answers if row.matter == matter.matter)
            yield Node(text, tuple(Node(self._answer(row)) for row in said))
        if s.control_effect[indicator]:
            yield Node(self._say("controls", share=show_percent(s.control_effect[indicator], self.language)))

    def _driver(self, row: DriverRow) -> str:
        label = next(d.label for d in self.content.drivers if d.id == row.id).get(self.language)
        level = self._term("level", row.level)
        if not row.unknown_facts:
            return self._say("driver", label=label, level=level)
        facts = ", ".join(dict.fromkeys(map(self._fact, row.unknown_facts)))
        return self._say("driver_unknown", label=label, level=level, facts=facts)

    def _answer(self, row: AnswerRow) -> str:
        text = self._say(
            "answer",
            source=self._term("source", row.source),
            evidence=row.evidence,
            date=show_date(row.date, self.language),
            answer=self._chosen(row),
            place=str(row.location),
        )
        if row.closed:
            return f"{text} {self._say('closed')}"
        return text if row.counts else f"{text} {self._say('replaced')}"

    def _chosen(self, row: AnswerRow) -> str:
        options = {option.id: option.text.get(self.language) for option in self.content.questions[row.question].options}
        words = [options.get(key, "") for key in row.keys]
        numbers = [show_number(n, self.language, 0 if n.is_integer() else 1) for n in row.numbers]
        return "; ".join(part for part in (*numbers, *words) if part) or self._term("answer", row.state)

    def _contradiction(self, matter: str, assuring: tuple[str, ...], objecting: tuple[str, ...]) -> str:
        return self._say(
            "contradiction",
            question=self._question(matter),
            assuring=", ".join(self._term("source", source) for source in assuring),
            objecting=", ".join(self._term("source", source) for source in objecting),
        )

    def _ask(self, ask: AskNext) -> str:
        drop = round(ask.drop * 100, 1)
        return self._say(
            "ask" if drop else "ask_with_others",
            who=self._term("respondent", ask.respondent),
            question=self._question(ask.question),
            evidence=ask.evidence,
            drop=show_number(drop, self.language, 1),
        )

    def _change(self, change: Change) -> Iterator[Node]:
        for step in change.steps:
            text = self._say(f"step_{step.reason}", question=self._question(step.matter), evidence=step.evidence)
            yield Node(text)
        for id in change.blocked_by:
            known = next((d.label.get(self.language) for d in self.content.drivers if d.id == id), None)
            name = known or self.content.indicators[id].name.get(self.language)
            yield Node(self._say("blocked", name=name))
        if not change.steps and not change.blocked_by:
            yield Node(self._say("nothing_to_change"))

    def _question(self, id: str) -> str:
        return self.content.questions[id].text.get(self.language)

    def _fact(self, id: str) -> str:
        known = self.content.facts.get(id)
        return known.name.get(self.language) if known else self._term("unknown_place", id.partition(".")[0])

    def _term(self, group: str, code: str) -> str:
        return translate(f"terms.{group}.{code}", self.language)

    def _say(self, key: str, **params: object) -> str:
        return translate(f"explain.{key}", self.language, **params)


def _document(s: SupplierAssessment, change: Change) -> dict[str, Any]:
    return {
        "id": s.id,
        "tier": s.tier.value,
        "tier_reasons": list(s.tier_reasons),
        **_bounds(s.established, s.possible),
        "indicators": {
            id: {"inherent": round(s.inherent[id], DECIMALS), **_bounds(pair.established, pair.possible)}
            for id, pair in s.indicators.items()
        },
        "matters": [
            {
                "matter": m.matter,
                "indicator": m.indicator,
                "rule": m.rule,
                "put": m.put,
                **_bounds(m.established, m.possible),
            }
            for m in s.matters
        ],
        "change": {
            "steps": [
                {"matter": step.matter, "evidence": step.evidence, "reason": step.reason} for step in change.steps
            ],
            "blocked_by": list(change.blocked_by),
        },
    }


def _bounds(established: float, possible: float) -> dict[str, float]:
    return {"established": round(established, DECIMALS), "possible": round(possible, DECIMALS)}
