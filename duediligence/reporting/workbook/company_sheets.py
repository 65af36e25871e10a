"""The company's workbook as data: every sheet of the plan that people work in."""

from __future__ import annotations

from collections.abc import Sequence

from duediligence.i18n.texts import translate
from duediligence.model.plan_sheet import COLUMNS, NO, SITE_SIGN, YES
from duediligence.reporting.company.view import ActionView, CompanyView, FindingView, SupplierView
from duediligence.reporting.workbook.looks import COMMITMENT_SIGNS, SIGNS
from duediligence.reporting.workbook.sheet_rows import looks_like_formula
from duediligence.reporting.workbook.sheet_words import Words
from duediligence.reporting.workbook.sheets import Column, Jump, TableSheet, Value

ROLES = ("company", "supplier", "union", "ngo", "government", "secretariat")
STATES = ("open", "started", "claimed", "done", "dropped")
CLASSES = ("E0", "E1", "E2", "E3", "E4", "E5", "E6")
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
    plan = words.plan
    columns = (
        Column("action_id", plan("columns.action_id"), 14),
        Column("subject", plan("columns.subject"), 12),
        words.column("name", 28, "text"),
        words.column("tier", 20, look="tier"),
        Column("measure_text", plan("columns.measure_text"), 52, "text"),
        words.column("reasons", 32, "text"),
        words.column("horizon", 18),
        words.column("lead", 14, choices=tuple(words.term("role", role) for role in ROLES)),
        words.column("support", 22, "text"),
        Column("state", plan("columns.state"), 20, look="state", choices=words.states(STATES), strict=True, typed=True),
        Column("owner", plan("columns.owner"), 18, choices=_owners(view, words), typed=True),
        Column("due", plan("columns.due"), 14, "date", look="due", typed=True),
        Column("started", plan("columns.started"), 14, "date", typed=True),
        Column("done", plan("columns.done"), 14, "date", typed=True),
        words.column("closes_with", 24, "text"),
        Column("evidence", plan("columns.evidence"), 28, "text", typed=True),
        Column("evidence_class", plan("columns.evidence_class"), 11, choices=CLASSES, strict=True, typed=True),
        words.column("kpi", 34, "text"),
        Column("notes", plan("columns.notes"), 40, "text", typed=True),
        Column("measure", plan("columns.measure"), 18, hidden=True),
        Column("first_seen", plan("columns.first_seen"), 14, "date", hidden=True),
        Column("needed", plan("columns.needed"), 10, hidden=True),
        Column("returned", plan("columns.returned"), 10, hidden=True),
        Column("sites", plan("columns.sites"), 14, hidden=True),
        Column("planned", plan("columns.planned"), 14, "date", hidden=True),
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
            state = f"{COMMITMENT_SIGNS[c.state]} {words.term('commitment_state', c.state)}"
            behind = ", ".join(words.text(link.text) for link in c.suppliers)
            rows.append((
                words.text(a.name), words.term("agreement_state", a.state), a.ends, words.text(c.text),
                words.term("party", c.party), words.term("commitment_kind", c.kind), state, words.flag(c.mandatory),
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
        words.text(f.indicator), words.term("strength", f.strength) if f.strength else None, words.flag(f.critical),
        words.text(f.question), words.text(f.answer), words.term("source", f.source) if f.source else None,
        f.evidence, f.day, f.place,
    )  # fmt: skip


def _action(a: ActionView, rows_of: dict[str, int], words: Words) -> Sequence[Value]:
    name = ", ".join(words.text(link.text) for link in a.where) or words.text(a.subject)
    tier = f"{SIGNS[a.tier]} {words.term('tier', a.tier)}" if a.tier else None
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
