"""Findings and actions as a plan of action and milestones of OSCAL 1.1 (`plan-of-action-and-milestones`).

Only what has a field there is mapped (`reports/exports.md` has the table): answers that worry are observations, a
sign at a supplier is a risk with its interval as facets, an action is an item and a remediation of its risks.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeAlias
from uuid import NAMESPACE_URL, UUID, uuid5

from duediligence.model.assessment import AnswerRow, SupplierAssessment
from duediligence.model.plan import Action, ActionState
from duediligence.reporting.shared.labels import Labels
from duediligence.reporting.shared.parts import Round

Json: TypeAlias = dict[str, Any]

VERSION = "1.1.2"
NAMESPACE = "urn:duediligence"
_METHODS = {"worker_interviews": "INTERVIEW", "announced_audit": "TEST", "unannounced_audit": "TEST"}
_STATUS = {"started": "remediating", "claimed": "remediating", "done": "closed", "dropped": "open", "open": "open"}


def render_oscal(round: Round, language: str) -> str:
    """The plan as one OSCAL document; the same round gives the same identifiers."""
    body = _Plan(round, language).body()
    digest = json.dumps(body, sort_keys=True, ensure_ascii=False)
    document = {"uuid": str(uuid5(NAMESPACE_URL, f"{NAMESPACE}:{digest}")), **body}
    return json.dumps({"plan-of-action-and-milestones": document}, ensure_ascii=False, indent=1) + "\n"


class _Plan:
    """Writes the parts of one document, each with an identifier that stays the same from round to round."""

    def __init__(self, round: Round, language: str) -> None:
        self.round = round
        self.language = language
        self.labels = Labels(round.content)
        self.today = round.assessment.assessed_on
        self.by_risk: dict[tuple[str, str], list[Action]] = defaultdict(list)
        for action in round.plan.actions:
            for reason in action.reasons:
                for place in action.places if reason.kind == "indicator" else ():
                    self.by_risk[place, reason.ref].append(action)

    def body(self) -> Json:
        suppliers = self.round.assessment.suppliers
        parts = {
            "observations": [o for s in suppliers for o in self._observations(s)],
            "risks": [r for s in suppliers for r in self._risks(s)],
            "poam-items": [self._item(action) for action in self.round.plan.actions],
        }
        return {
            "metadata": self._metadata(),
            "system-id": {"identifier-type": "https://ietf.org/rfc/rfc4122", "id": self._id("company")},
            **{name: part for name, part in parts.items() if part},
        }

    def _metadata(self) -> Json:
        assessment = self.round.assessment
        return {
            "title": f"{assessment.company_name} {assessment.round}".strip(),
            "last-modified": _moment(self.today),
            "version": self.today.isoformat(),
            "oscal-version": VERSION,
            "props": [_prop("tool-version", self.round.manifest.version), _prop("sector", assessment.sector)],
        }

    def _observations(self, s: SupplierAssessment) -> Iterable[Json]:
        for row in s.answers:
            if row.signals and row.counts:
                yield {
                    "uuid": self._observation_id(s.id, row),
                    "title": f"{s.supplier.name}: {self.labels.question(row.question).get(self.language)}",
                    "description": self.labels.answer(row).get(self.language),
                    "props": [
                        _prop("supplier", s.id),
                        _prop("source", row.source),
                        _prop("evidence-class", row.evidence),
                        _prop("state", "closed" if row.closed else "concern"),
                        _prop("dated", "yes" if row.date else "no"),
                    ],
                    "methods": [_METHODS.get(row.source, "EXAMINE")],
                    "collected": _moment(row.date or self.today),
                }

    def _risks(self, s: SupplierAssessment) -> Iterable[Json]:
        for indicator, bounds in s.indicators.items():
            actions = self.by_risk[s.id, indicator]
            if not actions and not self.labels.content.scales.in_play(bounds):
                continue
            name = self.labels.indicator(indicator).get(self.language)
            seen = [r for r in s.answers if r.counts and any(x.indicator == indicator for x in r.signals)]
            risk: Json = {
                "uuid": self._id("risk", s.id, indicator),
                "title": f"{s.supplier.name}: {name}",
                "description": name,
                "statement": f"{name}: {bounds.established:.2f} – {bounds.possible:.2f}",
                "props": [_prop("supplier", s.id), _prop("indicator", indicator), _prop("tier", s.tier.value)],
                "status": _risk_status(actions),
                "characterizations": [self._facets(bounds.established, bounds.possible)],
            }
            if actions:
                risk["deadline"] = _moment(min(a.due for a in actions))
                risk["remediations"] = [self._remediation(a, s.id, indicator) for a in actions]
            if seen:
                risk["related-observations"] = [{"observation-uuid": self._observation_id(s.id, row)} for row in seen]
            yield risk

    def _facets(self, established: float, possible: float) -> Json:
        facets = (("established", established), ("possible", possible))
        return {
            "origin": {"actors": [{"type": "tool", "actor-uuid": self._id("tool")}]},
            "facets": [{"name": name, "system": NAMESPACE, "value": f"{value:.9f}"} for name, value in facets],
        }

    def _remediation(self, a: Action, supplier: str, indicator: str) -> Json:
        text = self.labels.action(a).get(self.language)
        return {
            "uuid": self._id("remediation", a.id, supplier, indicator),
            "lifecycle": "completed" if a.state is ActionState.DONE else "planned",
            "title": text,
            "description": text,
            "props": [_prop("lead", a.lead), _prop("closes-with", a.closes_with)],
            "tasks": [
                {
                    "uuid": self._id("task", a.id, supplier, indicator),
                    "type": "milestone",
                    "title": text,
                    "timing": {"on-date": {"date": _moment(a.due)}},
                }
            ],
        }

    def _item(self, a: Action) -> Json:
        text = self.labels.action(a).get(self.language)
        reasons = "; ".join(self.labels.reason(reason).get(self.language) for reason in a.reasons)
        given = {
            "action": a.id, "subject": a.subject, "measure": a.measure, "state": a.state.value, "lead": a.lead,
            "due": a.due.isoformat(), "owner": a.owner, "evidence": a.evidence, "closes-with": a.closes_with,
        }  # fmt: skip
        item: Json = {
            "uuid": self._id("item", a.id),
            "title": text,
            "description": reasons or text,
            "props": [_prop(name, value) for name, value in given.items() if value.strip()],
        }
        signs = dict.fromkeys(r.ref for r in a.reasons if r.kind == "indicator")
        risks = [(place, ref) for place in a.places for ref in signs if self._has_risk(place, ref)]
        if risks:
            item["related-risks"] = [{"risk-uuid": self._id("risk", *risk)} for risk in risks]
        if a.notes.strip():
            item["remarks"] = a.notes
        return item

    def _has_risk(self, subject: str, indicator: str) -> bool:
        supplier = self.round.assessment.supplier(subject)
        return supplier is not None and indicator in supplier.indicators

    def _observation_id(self, supplier: str, row: AnswerRow) -> str:
        day = row.date.isoformat() if row.date else ""
        return self._id("observation", supplier, row.question, row.source, day, str(row.location))

    def _id(self, *parts: str) -> str:
        name = "/".join((NAMESPACE, self.round.assessment.company, *parts))
        found: UUID = uuid5(NAMESPACE_URL, name)
        return str(found)


def _risk_status(actions: Sequence[Action]) -> str:
    states = {_STATUS[a.state.value] for a in actions}
    if states == {"closed"}:
        return "closed"
    return "remediating" if states & {"remediating", "closed"} else "open"


def _prop(name: str, value: str) -> Json:
    return {"name": name, "ns": NAMESPACE, "value": value.strip()}


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
