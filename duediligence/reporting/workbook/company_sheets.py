"""The company's workbook as data: every sheet of the plan that people work in."""

from __future__ import annotations

from collections.abc import Sequence

from duediligence.i18n.texts import translate
from duediligence.model.measure import ROLES
from duediligence.model.plan import ActionState
from duediligence.model.plan_sheet import COLUMNS, NO, SITE_SIGN, YES
from duediligence.model.scales import Evidence
from duediligence.reporting.company.view import ActionView, CompanyView, FindingView, SupplierView
from duediligence.reporting.workbook.sheet_rows import looks_like_formula
from duediligence.reporting.workbook.sheet_words import Words
from duediligence.reporting.workbook.sheets import Column, Jump, TableSheet, Value

MOST_OWNERS = 50
SPARE_ROWS = 200
"""Rows below the plan in which people add actions of their own, with the same dropdowns."""


def suppliers_sheet(view: CompanyView, words: Words) -> TableSheet:
    """One row a supplier, in order of priority; its name leads to its section of the page."""
    shown = {fact.id: fact.name for s in view.suppliers for fact in s.facts if fact.id not in ("country", "workers")}
    columns = (
        words.column("rank", 7, "number"),
        words.column("id", 12),
        words.column("name", 32),
        words.column("country", 16),
        words.column("activity", 24, "text"),
        words.column("workers", 11, "number"),
        words.column("tier", 20, look="tier"),
        words.column("gate", 24, look="tier"),
        words.column("established", 13, "score", look="bar"),
        words.column("possible", 13, "score", look="bar"),
        words.column("why", 60, "text"),
        words.column("width", 13, "score"),
        words.column("severity", 10, "score"),
        words.column("coverage", 13, "percent"),
        words.column("status", 25),
        words.column("robustness", 13, "percent"),
        words.column("contradictions", 14, "number"),
        words.column("open_actions", 11, "number"),
        words.column("next_due", 14, "date"),
        *(Column(f"fact_{id}", words.text(name), 18) for id, name in shown.items()),
    )
    rows = [_supplier(s, tuple(shown), words) for s in view.suppliers]
    return words.table("suppliers", columns, rows, frozen_columns=3, paper=("rank", "why"))


def findings_sheet(view: CompanyView, words: Words) -> TableSheet:
    """Concerns, closed concerns, refusals and contradictions, a row each."""
    columns = (
        words.column("supplier", 30),
        words.column("tier", 20, look="tier"),
        words.column("kind", 16),
        words.column("sign", 28, "text"),
        words.column("strength", 11),
        words.column("critical", 10),
        words.column("question", 48, "text"),
        words.column("answer", 40, "text"),
        words.column("source", 24),
        words.column("evidence", 10),
        words.column("date", 13, "date"),
        words.column("place", 30, "text"),
    )
    rows_of = words.rows_of(view.suppliers)
    return words.table(
        "findings", columns, [_finding(f, rows_of, words) for f in view.findings], paper=("supplier", "date")
    )


def actions_sheet(view: CompanyView, words: Words) -> TableSheet:
    """The plan itself: what people type here is read back in the next round, by the keys in the hidden row."""
    columns = (
        words.plan_column("action_id", 14),
        words.plan_column("subject", 12),
        words.column("name", 28, "text"),
        words.column("tier", 20, look="tier"),
        words.plan_column("measure_text", 52, "text"),
        words.column("reasons", 32, "text"),
        words.column("horizon", 18),
        words.column("lead", 14, choices=tuple(words.term("role", role) for role in ROLES)),
        words.column("support", 22, "text"),
        words.plan_column("state", 20, look="state", choices=words.states(ActionState), strict=True),
        words.plan_column("owner", 18, choices=_owners(view, words)),
        words.plan_column("due", 14, "date", look="due"),
        words.plan_column("started", 14, "date"),
        words.plan_column("done", 14, "date"),
        words.column("closes_with", 24, "text"),
        words.plan_column("evidence", 28, "text"),
        words.plan_column("evidence_class", 11, choices=tuple(Evidence.__members__), strict=True),
        words.column("kpi", 34, "text"),
        words.plan_column("notes", 40, "text"),
        words.plan_column("measure", 18),
        words.plan_column("first_seen", 14, "date"),
        words.plan_column("needed", 10),
        words.plan_column("returned", 10),
        words.plan_column("sites", 14),
        words.plan_column("planned", 14, "date"),
    )
    missing = set(COLUMNS) - {column.key for column in columns}
    assert not missing, missing
    rows_of = words.rows_of(view.suppliers)
    rows = [_action(a, rows_of, words) for a in view.actions]
    return words.table("actions", columns, rows, keyed=True, spare=SPARE_ROWS, frozen_columns=3, paper=("name", "due"))


def _owners(view: CompanyView, words: Words) -> tuple[str, ...]:
    """Who is named in the plan already, and the parties: suggestions, for any name may be typed."""
    named = sorted({a.owner for a in view.actions if a.owner and not looks_like_formula(a.owner)})
    return (*named[:MOST_OWNERS], *(words.term("role", role) for role in ROLES))


def commitments_sheet(view: CompanyView, words: Words) -> TableSheet:
    """One row a commitment, with the state and end date of its agreement beside it."""
    columns = (
        words.column("agreement", 28, "text"),
        words.column("agreement_state", 16),
        words.column("ends", 13, "date"),
        words.column("commitment", 52, "text"),
        words.column("party", 14),
        words.column("commitment_kind", 16),
        words.column("commitment_state", 24, look="commitment"),
        words.column("mandatory", 12),
        words.column("year", 8, "number"),
        words.column("threshold", 18, "percent"),
        words.column("value", 12, "percent"),
        words.column("possible_value", 12, "percent"),
        words.column("numerator", 12, "number"),
        words.column("denominator", 12, "number"),
        words.column("reference", 18, "text"),
        words.column("behind", 40, "text"),
    )
    rows: list[Sequence[Value]] = []
    for a in view.agreements:
        for c in a.commitments:
            threshold = words.say("commitments.not_published") if c.not_published else c.threshold
            behind = ", ".join(words.text(link.text) for link in c.suppliers)
            rows.append((
                words.text(a.name), words.term("agreement_state", a.state), a.ends, words.text(c.text),
                words.term("party", c.party), words.term("commitment_kind", c.kind),
                words.commitment_state(c.state), words.flag(c.mandatory),
                c.year, threshold, c.value, c.possible_value, c.numerator, c.denominator, words.text(c.reference),
                behind,
            ))  # fmt: skip
    return words.table("commitments", columns, rows, paper=("agreement", "possible_value"))


def ask_next_sheet(view: CompanyView, words: Words) -> TableSheet:
    """The questions that narrow the intervals most, supplier by supplier."""
    columns = (
        words.column("supplier", 30),
        words.column("tier", 20, look="tier"),
        words.column("question", 60, "text"),
        words.column("respondent", 18),
        words.column("evidence", 24),
        words.column("drop", 14, "score"),
        words.column("potential", 14, "score"),
    )
    rows_of = words.rows_of(view.suppliers)
    rows = [
        (
            words.jump(s.name, rows_of[s.id]), words.tier(s.tier), words.text(a.question),
            words.term("respondent", a.respondent), words.evidence(a.evidence), words.points(a.drop),
            words.points(a.potential),
        )
        for s in view.suppliers if s.detail for a in s.detail.ask_next
    ]  # fmt: skip
    return words.table("ask_next", columns, rows, lookup=True)


def _supplier(s: SupplierView, facts: tuple[str, ...], words: Words) -> Sequence[Value]:
    known = {fact.id: fact for fact in s.facts}
    shown: list[Value] = [words.fact(known[id]) if id in known else None for id in facts]
    why = "; ".join(words.text(reason) for reason in s.why)
    return (
        s.priority, s.id, Jump(s.name, place=s.target), words.text(s.country), words.text(s.activity), s.workers,
        words.tier(s.tier), words.gate(s.gate), words.score(s.established), words.score(s.possible),
        why, words.score(s.possible) - words.score(s.established), words.score(s.severity), s.coverage,
        words.term("status", "assessed" if s.assessed else "screened"), s.robustness, s.contradictions, s.open_actions,
        s.next_due, *shown,
    )  # fmt: skip


def _finding(f: FindingView, rows_of: dict[str, int], words: Words) -> Sequence[Value]:
    return (
        words.jump(words.text(f.supplier.text), rows_of[f.supplier_id]), words.tier(f.tier),
        words.term("answer", f.kind),
        words.text(f.indicator), words.term_or_blank("strength", f.strength), words.flag(f.critical),
        words.text(f.question), words.text(f.answer), words.term_or_blank("source", f.source),
        f.evidence, f.day, f.place,
    )  # fmt: skip


def _action(a: ActionView, rows_of: dict[str, int], words: Words) -> Sequence[Value]:
    name = ", ".join(words.text(link.text) for link in a.where) or words.text(a.subject)
    tier = words.tier(a.tier) if a.tier else None
    return (
        a.id, a.subject_id, words.jump(name, rows_of[a.subject_id]) if a.subject_id in rows_of else name, tier,
        words.text(a.text), "; ".join(words.text(reason) for reason in a.reasons), words.term("horizon", a.horizon),
        words.term("role", a.lead), ", ".join(words.term("role", role) for role in a.support),
        words.plan(f"states.{a.state}"), a.owner, a.due, a.started, a.done, words.evidence(a.closes_with),
        a.evidence, a.evidence_class,
        words.text(a.kpi) if a.kpi else None, a.notes, a.measure, a.first_seen,
        translate(f"plan.flags.{YES if a.needed else NO}", words.language),
        translate(f"plan.flags.{YES if a.returned else NO}", words.language), SITE_SIGN.join(a.sites), a.planned,
    )  # fmt: skip
