"""Rows of the last plan that this round does not ask for: people's own actions, and actions whose reason is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from itertools import chain

from duediligence.findings import Finding, note, warning
from duediligence.model.assessment import Assessment, SupplierAssessment
from duediligence.model.content import SectorContent
from duediligence.model.measure import Measure
from duediligence.model.plan import Action
from duediligence.model.plan_sheet import TypedAction, in_short
from duediligence.model.response import COMPANY
from duediligence.model.scales import Evidence
from duediligence.planning.ids import action_id

_ANY_EVIDENCE = Evidence.E0.name
"""People decide themselves when an action of their own is done; nobody asks for evidence of a measure that is gone."""


@dataclass(frozen=True)
class Round:
    """What the rows of the last plan are understood with."""

    assessment: Assessment
    content: SectorContent

    @cached_property
    def suppliers(self) -> Mapping[str, SupplierAssessment]:
        """The assessed suppliers by id."""
        return {supplier.id: supplier for supplier in self.assessment.suppliers}

    @cached_property
    def subjects(self) -> Mapping[str, str]:
        """Subjects by what people type for them: an id, or a name that only one supplier bears."""
        assessment = self.assessment
        named: dict[str, set[str]] = {}
        for supplier in assessment.suppliers:
            named.setdefault(_folded(supplier.supplier.name), set()).add(supplier.id)
        unique = {name: min(ids) for name, ids in named.items() if len(ids) == 1}
        company = {_folded(name): COMPANY for name in ("", COMPANY, assessment.company, assessment.company_name)}
        return {**unique, **company, **{_folded(id): id for id in self.suppliers}}

    def named_subject(self, row: TypedAction) -> str | None:
        """The id of the subject that a row names, or None where nobody bears that name."""
        return self.subjects.get(_folded(row.subject))

    def subject(self, row: TypedAction) -> str:
        """The subject of one of the tool's own rows: the one from which its id follows, else what the row says."""
        named, company = self.named_subject(row), self.assessment.company
        candidates = chain([named] if named else [], [COMPANY], self.suppliers)  # nearly always the first
        follows = (subject for subject in candidates if action_id(company, subject, row.measure) == row.id)
        return next(follows, named or row.subject)

    def name(self, subject: str) -> str:
        """What people call a subject."""
        if subject == COMPANY:
            return self.assessment.company_name
        return self.suppliers[subject].supplier.name if subject in self.suppliers else subject

    def about(self, row: TypedAction) -> dict[str, str]:
        """What findings call an action: what is to be done in a few words, where, and its id."""
        measure = None if row.measure_text else self.measure(row)
        text = measure.text.en if measure else row.measure_text
        return {"action": in_short(text) or row.id, "subject": self.name(self.subject(row)), "id": row.id}

    def measure(self, row: TypedAction) -> Measure | None:
        """The measure of a row: from its own column, else the one from which the row's id follows."""
        measures, company = self.content.measures, self.assessment.company
        if row.measure in measures:
            return measures[row.measure]
        subject = self.named_subject(row) or row.subject
        return next((m for id, m in sorted(measures.items()) if action_id(company, subject, id) == row.id), None)

    def says_its_measure(self, row: TypedAction) -> bool:
        """Whether a row's text is still that of its measure, in any language."""
        measure = self.measure(row)
        return measure is not None and _folded(row.measure_text) in map(_folded, measure.text.all())

    def endangers(self, row: TypedAction) -> bool:
        """Whether a row sends people to a place, or makes people speak, where that puts them in danger or may do so."""
        supplier, measure = self.suppliers.get(self.subject(row)), self.measure(row)
        return supplier is not None and supplier.spared and measure is not None and not measure.from_outside

    def worked_on(self, row: TypedAction) -> bool:
        """Whether a row must be kept although nothing asks for it: somebody typed in it, or moved its due date."""
        if row.touched or row.returned:
            return True
        return self.moved(row)

    def moved(self, row: TypedAction) -> bool:
        """Whether somebody chose the due date; in doubt somebody did."""
        measure = self.measure(row)
        if row.planned is not None:
            return row.due != row.planned
        return measure is None or row.first_seen is None or row.due != row.first_seen + timedelta(days=measure.days)


def worked_on(rows: Iterable[TypedAction], round: Round) -> frozenset[str]:
    """The ids of the tool's own actions on which somebody worked."""
    return frozenset(row.id for row in rows if not row.own and round.worked_on(row))


def distinct(rows: Sequence[TypedAction], round: Round) -> tuple[dict[str, TypedAction], list[Finding]]:
    """The rows by id; of copied rows the one that still says what its measure says keeps the id, others are own."""
    copied = {id for id, times in Counter(row.id for row in rows).items() if times > 1}
    found: dict[str, TypedAction] = {}
    findings: list[Finding] = []
    taken = {row.id for row in rows}
    for row in sorted(rows, key=lambda row: row.id in copied and not round.says_its_measure(row)):
        first = found.setdefault(row.id, row)
        if replace(row, location=first.location) != first:
            own = row.as_own(taken)
            taken.add(own.id)
            found[own.id] = own
            findings.append(warning("plan_copied_action", row.location, **round.about(row), first=first.location.cell))
    return found, findings


def own_action(row: TypedAction, round: Round) -> tuple[Action, list[Finding]]:
    """An action that people added; without a subject it is the company's own, without a date it is due soon."""
    on, findings, notes = round.assessment.assessed_on, list[Finding](), row.notes
    subject, due = round.named_subject(row), row.due
    if subject is None:
        findings.append(warning("own_action_unknown_subject", row.location, found=row.subject))
        notes = row.with_note(f"→ {row.subject}").notes
    if due is None:
        due = on + timedelta(days=round.content.scales.soon_days.value)
        findings.append(
            note("own_action_without_due", row.location, action=in_short(row.measure_text), due=due.isoformat())
        )
    return (
        Action(
            id=row.id,
            subject=subject or COMPANY,
            measure="",
            reasons=(),
            horizon="short",
            due=due,
            lead=row.lead or "company",
            support=(),
            closes_with=_ANY_EVIDENCE,
            notes=notes,
            first_seen=on,
            own_text=row.measure_text,
        ),
        findings,
    )


def gone_action(row: TypedAction, round: Round) -> Action:
    """An action whose reason is gone; one whose measure is gone too keeps the text that it had in the plan."""
    measure = round.measure(row)
    return Action(
        id=row.id,
        subject=round.subject(row),
        measure=measure.id if measure else row.measure,
        reasons=(),
        horizon=measure.horizon if measure else "short",
        due=row.due or row.first_seen or round.assessment.assessed_on,
        lead=measure.lead if measure else "company",
        support=measure.support if measure else (),
        closes_with=measure.closes_with if measure else _ANY_EVIDENCE,
        notes=row.notes,
        first_seen=row.first_seen,
        own_text="" if measure else row.measure_text,
        needed=False,
    )


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
