"""Sheets of the union's and the NGO's workbook as data."""

from __future__ import annotations

from collections.abc import Sequence

from duediligence.reporting.ngo.view import NgoView
from duediligence.reporting.shared.parts import AgreementView
from duediligence.reporting.shared.rows import SharedAction, SharedMeasure
from duediligence.reporting.union.view import UnionSite, UnionView
from duediligence.reporting.workbook.sheet_words import Words
from duediligence.reporting.workbook.sheets import Column, Jump, TableSheet, Value

UNION, NGO = "union", "ngo"


def union_sites_sheet(view: UnionView, words: Words) -> TableSheet:
    """One row a site, in order of priority, with what workers have there."""
    provisions = [words.text(fact.name) for fact in (view.sites[0].representation if view.sites else ())]
    columns = (
        words.column("rank", 7, "number"),
        words.column("name", 32),
        words.column("country", 16),
        words.column("activity", 24, "text"),
        words.column("tier", 20, look="tier"),
        words.column("gate", 24, look="tier"),
        words.column("established", 13, "score", look="bar"),
        words.column("possible", 13, "score", look="bar"),
        words.column("width", 13, "score"),
        words.column("status", 25),
        words.column("signs", 44, "text"),
        *(words.named(f"representation_{index}", title, 20) for index, title in enumerate(provisions)),
        words.column("access", 36, "text"),
        words.column("ask_workers", 50, "text"),
        words.column("facts", 50, "text"),
        words.column("open_actions", 11, "number"),
        words.column("next_due", 14, "date"),
    )
    return words.table(
        "suppliers",
        columns,
        [_site(s, words) for s in view.sites],
        frozen_columns=2,
        texts="sites",
        paper=("rank", "signs"),
    )


def union_findings_sheet(view: UnionView, words: Words) -> TableSheet:
    """Open concerns and refusals; what was left out at small sites stays empty."""
    columns = (
        words.column("supplier", 30),
        words.column("tier", 20, look="tier"),
        words.column("kind", 14),
        words.column("sign", 30, "text"),
        words.column("strength", 11),
        words.column("question", 50, "text"),
        words.column("answer", 40, "text"),
        words.column("source", 26),
        words.column("date", 13, "date"),
    )
    rows_of = words.rows_of(view.sites)
    rows = [
        (
            words.jump(site.name, rows_of[site.id]), words.tier(site.tier), words.term("answer", f.kind),
            words.text(f.indicator), words.term_or_blank("strength", f.strength),
            words.text(f.question) if f.question else None, words.text(f.answer) if f.answer else None,
            words.term_or_blank("source", f.source), f.day,
        )
        for site in view.sites for f in site.findings
    ]  # fmt: skip
    return words.table("findings", columns, rows)


def union_actions_sheet(view: UnionView, words: Words) -> TableSheet:
    """Every action with who leads it, on one row where it is for many sites."""
    rows_of = {site.target: row for site, row in zip(view.sites, words.rows_of(view.sites).values(), strict=True)}
    gathered: dict[str, list[SharedAction]] = {}
    for site in view.sites:
        for action in site.actions:
            gathered.setdefault(action.id, []).append(action)
    rows = [_action(actions, rows_of[actions[0].target], words) for actions in gathered.values()]
    return words.table("actions", _action_columns(words), rows, texts="shared_actions", paper=("supplier", "lead"))


def ngo_places_sheet(view: NgoView, words: Words) -> TableSheet:
    """Counts by country, a row for each sign."""
    columns = (
        words.column("country", 26),
        words.column("sites", 12, "number"),
        words.column("tiers", 52, "text"),
        words.column("sign", 34, "text"),
        words.column("established_sites", 16, "number"),
        words.column("possible_sites", 16, "number"),
    )
    rows: list[Sequence[Value]] = []
    for place in view.places:
        tiers = ", ".join(f"{words.tier(tier)} {count}" for tier, count in place.tiers)
        head = (words.text(place.name), place.sites, tiers)
        rows += [(*head, words.text(s.name), s.established, s.possible) for s in place.signs]
        if not place.signs:
            rows.append((*head, None, None, None))
    return words.table("places", columns, rows)


def ngo_sites_sheet(view: NgoView, words: Words) -> TableSheet | None:
    """The published sites; no sheet where the company does not publish them."""
    if not view.sites:
        return None
    columns = (
        words.column("name", 34),
        words.column("country", 18),
        words.column("activity", 26, "text"),
        words.column("tier", 20, look="tier"),
        words.column("signs", 60, "text"),
    )
    rows = [
        (s.name, words.text(s.country), words.text(s.activity), words.tier(s.tier), ", ".join(map(words.text, s.signs)))
        for s in view.sites
    ]
    return words.table("suppliers", columns, rows, texts="sites")


def ngo_measures_sheet(view: NgoView, words: Words) -> TableSheet:
    """Joint action by measure, with where and at how many sites."""
    columns = (
        words.column("measure", 60, "text"),
        words.column("horizon", 18),
        words.column("first_due", 14, "date"),
        words.column("own_role", 14),
        words.column("lead", 16),
        words.column("support", 26, "text"),
        words.column("sites", 12, "number"),
        words.column("where", 40, "text"),
        words.column("names", 44, "text"),
        words.column("closes_with", 26, "text"),
        words.column("kpi", 36, "text"),
    )
    return words.table("actions", columns, [_measure(m, words) for m in view.measures], texts="shared_actions")


def shared_commitments_sheet(agreements: Sequence[AgreementView], words: Words) -> TableSheet:
    """The commitments that may be published, with the state and end date of their agreement."""
    columns = (
        words.column("agreement", 28, "text"),
        words.column("agreement_state", 16),
        words.column("ends", 13, "date"),
        words.column("commitment", 56, "text"),
        words.column("party", 14),
        words.column("commitment_kind", 16),
        words.column("commitment_state", 24, look="commitment"),
        words.column("threshold", 18, "percent"),
        words.column("value", 12, "percent"),
        words.column("possible_value", 12, "percent"),
        words.column("reference", 18, "text"),
    )
    rows: list[Sequence[Value]] = []
    for a in agreements:
        for c in a.commitments:
            threshold = words.say("commitments.not_published") if c.not_published else c.threshold
            rows.append((
                words.text(a.name), words.term("agreement_state", a.state), a.ends, words.text(c.text),
                words.term("party", c.party), words.term("commitment_kind", c.kind), words.commitment_state(c.state),
                threshold, c.value, c.possible_value, words.text(c.reference),
            ))  # fmt: skip
    return words.table("commitments", columns, rows)


def _site(s: UnionSite, words: Words) -> Sequence[Value]:
    provisions = (f"{words.text(p.question)} {words.term('provision', p.state)}" for p in s.access)
    access = "; ".join(provisions) or words.say("union.no_access")
    facts = "; ".join(f"{words.text(f.name)}: {words.text(f.words)}" for f in s.facts)
    low, high = words.score(s.established), words.score(s.possible)
    return (
        s.rank, Jump(s.name, place=s.target), words.text(s.country), words.text(s.activity), words.tier(s.tier),
        words.gate(s.gate), low, high, high - low,
        words.term("status", "assessed" if s.assessed else "screened"),
        ", ".join(words.text(sign.name) for sign in s.open_signs),
        *(words.text(f.words) for f in s.representation), access,
        "\n".join(words.text(q.text) for q in s.ask_workers), facts, s.open_actions, s.next_due,
    )  # fmt: skip


def _action_columns(words: Words) -> tuple[Column, ...]:
    return (
        words.column("supplier", 30, "text"),
        words.column("measure", 60, "text"),
        words.column("horizon", 18),
        words.column("due", 14, "date"),
        words.column("action_state", 26),
        words.column("late", 10),
        words.column("own_role", 14),
        words.column("lead", 16),
        words.column("support", 26, "text"),
        words.column("closes_with", 26, "text"),
        words.column("repayment", 14),
    )


def _action(actions: Sequence[SharedAction], row: int, words: Words) -> Sequence[Value]:
    """One action at one site, which its name leads to, or at several, which are named."""
    a, names = actions[0], ", ".join(words.text(action.subject) for action in actions)
    return (
        words.jump(names, row) if len(actions) == 1 else names,
        words.text(a.text), words.term("horizon", a.horizon), a.due,
        words.term("action_state", a.state), words.say("list.overdue") if a.overdue else None,
        words.own_role(UNION, a.lead, a.support), words.term("role", a.lead),
        ", ".join(words.term("role", r) for r in a.support),
        words.evidence(a.closes_with), words.flag(a.repayment),
    )  # fmt: skip


def _measure(m: SharedMeasure, words: Words) -> Sequence[Value]:
    return (
        words.text(m.text), words.term("horizon", m.horizon), m.first_due,
        words.own_role(NGO, m.lead, m.support), words.term("role", m.lead),
        ", ".join(words.term("role", r) for r in m.support), m.count, ", ".join(words.text(p) for p in m.places),
        ", ".join(dict.fromkeys(words.text(a.subject) for a in m.actions)) or None,
        words.evidence(m.closes_with), words.text(m.kpi) if m.kpi else None,
    )  # fmt: skip
