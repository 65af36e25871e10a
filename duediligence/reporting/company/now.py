"""What must happen now, in words: the top of the company's page and of its workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from duediligence.model.assessment import CommitmentState, SupplierAssessment
from duediligence.model.base import Text
from duediligence.reporting.company.view import ActionView
from duediligence.reporting.shared.first_links import first_links
from duediligence.reporting.shared.first_step import first_of, first_step
from duediligence.reporting.shared.labels import Labels, target
from duediligence.reporting.shared.ledger import shown_state
from duediligence.reporting.shared.parts import Link, NowItem, Round
from duediligence.reporting.shared.unknown import is_silent
from duediligence.reporting.shared.words import counted, listed, percent, placed, plain, say, spaced, term, without_stop

NAMED = 6
"""How many suppliers are named one by one at the top; the rest is counted and listed."""


def lead_sentence(round: Round, urgent: Sequence[SupplierAssessment], actions: Sequence[ActionView]) -> Text:
    """The one sentence that a board reads."""
    soon = [a for a in actions if a.overdue or a.soon]
    total = len(round.assessment.suppliers)
    if not urgent and not soon:
        return counted("lead.calm", total)
    days = round.content.scales.soon_days.value
    sites = counted("lead.sites", len(urgent), total=total)
    near = say("lead.urgent", sites=sites, actions=counted("lead.actions", len(soon), days=days))
    nameless, later = sum(not a.owner for a in soon), sum(not a.closed for a in actions) - len(soon)
    rest = [counted("lead.nameless", nameless)] if nameless else []
    rest += [counted("lead.later", later)] if later else []
    return spaced((near, *rest))


def now_items(
    round: Round, urgent: Sequence[SupplierAssessment], actions: Mapping[str, Sequence[ActionView]], labels: Labels
) -> tuple[NowItem, ...]:
    """Everything that cannot wait, most urgent first."""
    items = [*_kept_items(round)]
    items += [_urgent(s, actions.get(s.id, ()), labels) for s in urgent[:NAMED]]
    if len(urgent) > NAMED:
        rest = urgent[NAMED:]
        items.append(NowItem("urgent", counted("now.more", len(rest)), say("now.more_text"), _links(rest)))
    every = list({a.id: a for subject in actions.values() for a in subject}.values())
    return (*items, *_plan_items(every), *_evidence_items(round), *_commitment_items(round), *_problems(round))


def tier_reasons(s: SupplierAssessment, labels: Labels) -> tuple[Text, ...]:
    """Why a supplier is in its tier, in the words of what was found."""
    reasons = [_reason(*code.partition(":")[::2], s, labels) for code in s.tier_reasons]
    if s.closed_by:
        reasons.append(say("why.no_access"))
    if s.doubted_by:
        drivers = [labels.driver(reason.partition(":")[2]) for reason in s.doubted_by]
        reasons.append(say("why.unsure_access", drivers=listed(drivers)))
    reasons += [
        say("why.kept", question=labels.question(row.question), answer=labels.answer(row), day=row.record)
        for row in s.answers
        if row.record
    ]
    unread = [row for row in s.answers if row.counts and row.state == "unread"]
    if unread:
        places = listed([plain(str(row.location)) for row in unread], 5)
        reasons.append(counted("why.unread", len(unread), places=places))
    if s.answer_by:
        reasons.append(say("why.answer_by", day=s.answer_by))
    if not s.assessed:
        reasons.append(say("why.screened"))
    return tuple(reason for reason in (*reasons, _strongest(s, labels)) if reason)


def _reason(code: str, about: str, s: SupplierAssessment, labels: Labels) -> Text | None:
    """One of the engine's reasons in words; which signs lead is said in one sentence for all of them."""
    if code == "critical_concern":
        return _critical_concern(about, s, labels)
    if code == "critical_driver":
        return say("why.critical_driver", driver=labels.driver(about))
    if code == "gate":
        return term("gate_long", about)
    return say("why.coverage", share=percent(s.coverage)) if code == "coverage_below_floor" else None


def _critical_concern(question: str, s: SupplierAssessment, labels: Labels) -> Text:
    """The question with the answer that was given and by whom, for the question alone does not say what is wrong."""
    asked = labels.question(question)
    for row in s.answers:
        if row.question == question and row.counts and any(signal.critical for signal in row.open_signals):
            return say("why.critical_answer", question=asked, answer=labels.answer(row), who=term("source", row.source))
    return say("why.critical_concern", question=asked)


def _strongest(s: SupplierAssessment, labels: Labels) -> Text:
    shown = [(b.established, i) for i, b in s.indicators.items() if b.established > 0]
    if shown:
        names = [labels.indicator(i) for _, i in sorted(shown, key=lambda pair: (-pair[0], pair[1]))]
        return say("why.established", signs=listed(names, 3))
    likely = sorted(((b.possible, i) for i, b in s.indicators.items() if b.possible > 0), key=lambda p: (-p[0], p[1]))
    return (
        say("why.possible", signs=listed([labels.indicator(i) for _, i in likely], 3)) if likely else say("why.nothing")
    )


def _urgent(s: SupplierAssessment, actions: Sequence[ActionView], labels: Labels) -> NowItem:
    place = labels.known(s.supplier, "country")
    reasons = tier_reasons(s, labels)
    first = first_of(actions)
    step = first_step(first, first.owner, first.due != first.planned) if first else None
    return NowItem("urgent", placed(s.supplier.name, place), reasons[0], target=target(s.id), step=step)


def _kept_items(round: Round) -> Iterable[NowItem]:
    """Concerns whose file was taken away stand on top: nobody has answered them."""
    kept = [s for s in round.assessment.suppliers if any(row.record for row in s.answers)]
    if kept:
        yield NowItem("kept", counted("now.kept", len(kept)), say("now.kept_text"), _links(kept))


def _plan_items(actions: Sequence[ActionView]) -> Iterable[NowItem]:
    for kind, chosen in (
        ("overdue", [a for a in actions if a.overdue]),
        ("claimed", [a for a in actions if a.state == "claimed"]),
        ("returned", [a for a in actions if a.returned]),
        ("left", [a for a in actions if a.left]),
    ):
        if chosen:
            names = listed(_subjects(chosen), 5)
            yield NowItem(kind, counted(f"now.{kind}", len(chosen)), say(f"now.{kind}_text", names=names))


def _subjects(actions: Sequence[ActionView]) -> list[Text]:
    return list({a.subject_id: a.subject for a in actions}.values())


def _evidence_items(round: Round) -> Iterable[NowItem]:
    suppliers = round.assessment.suppliers
    for kind, chosen in (
        ("contradiction", [s for s in suppliers if s.contradictions]),
        ("refused", [s for s in suppliers if any(shown_state(a) == "refused" for a in s.answers if a.counts)]),
        ("declined", [s for s in suppliers if any(shown_state(a) == "declined_cap" for a in s.answers if a.counts)]),
        ("unread", [s for s in suppliers if any(shown_state(a) == "unread" for a in s.answers if a.counts)]),
        ("silent", [s for s in suppliers if is_silent(s)]),
    ):
        if chosen:
            yield NowItem(kind, counted(f"now.{kind}", len(chosen)), say(f"now.{kind}_text"), _links(chosen))


def _commitment_items(round: Round) -> Iterable[NowItem]:
    declared = round.content.commitments
    results = [r for a in round.assessment.agreements for r in a.commitments if r.id in declared]
    broken = [r for r in results if r.state is CommitmentState.NOT_MET and declared[r.id].mandatory]
    if broken:
        links = tuple(Link(without_stop(declared[r.id].text), f"c-{r.id}") for r in broken)
        yield NowItem("commitment", counted("now.commitment", len(broken)), say("now.commitment_text"), links)


def _problems(round: Round) -> Iterable[NowItem]:
    if round.findings:
        title = counted("now.problem", len(round.findings))
        yield NowItem("problem", title, say("now.problem_text"), (Link(say("to.problems"), "problems"),))


def _links(suppliers: Sequence[SupplierAssessment]) -> tuple[Link, ...]:
    return first_links([Link(plain(s.supplier.name), target(s.id)) for s in suppliers])
