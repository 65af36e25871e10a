"""What to take along to each site of a sample: whom to speak with, what to ask, which papers, which contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from duediligence.audit.interviews import plan_interviews
from duediligence.audit.site_draw import Site, draw_sites, sites_of
from duediligence.model.assessment import AskNext, SupplierAssessment
from duediligence.model.audit import Clash, Flag
from duediligence.model.audit_sample import Chance, DocumentAsk, Fieldwork, SiteVisit
from duediligence.model.base import Text
from duediligence.model.content import SectorContent
from duediligence.model.questionnaire import Respondent
from duediligence.model.sampling import SamplingRules
from duediligence.model.scales import Evidence

ASKED_THERE = frozenset(r.value for r in (Respondent.WORKERS, Respondent.AUDITOR, Respondent.UNION, Respondent.NGO))
"""Whom an auditor can ask; what the site itself says, it can say without a visit."""


def plan_fieldwork(
    suppliers: Sequence[SupplierAssessment],
    content: SectorContent,
    rules: SamplingRules,
    clashes: Iterable[Clash],
    flags: Sequence[Flag],
    seed: int,
    wanted: int | None = None,
) -> Fieldwork:
    """Draws the sites and says what to do at each, in the order of priority.

    Sites where a visit or a talk puts people in danger, or may do so, are in no draw, however grave the record is.
    Raises UsageError where more sites are certain than are wanted.
    """
    frame = sites_of(s for s in suppliers if not s.spared)
    sample = draw_sites(frame, rules.sites, seed, wanted)
    chosen = {chance.supplier: chance for chance in sample.chosen}
    by_site: dict[str, list[Clash]] = {}
    for clash in clashes:
        by_site.setdefault(clash.supplier, []).append(clash)
    ranked = sorted((s for s in suppliers if s.id in chosen), key=lambda s: (s.priority, s.id))
    return Fieldwork(
        sample=sample,
        visits=tuple(_visit(s, chosen[s.id], by_site.get(s.id, ()), flags, content, rules) for s in ranked),
        safety=tuple(precaution.text for precaution in rules.safety),
        frame_digest=frame_digest(frame),
        editions={"sampling": rules.edition},
        spared=tuple(sorted(s.id for s in suppliers if s.spared)),
    )


def frame_digest(frame: Iterable[Site]) -> str:
    """The SHA-256 of what the draw looked at: another register or another score gives another digest."""
    lines = (f"{site.id}\t{site.tier}\t{site.gate}\t{site.possible:.9f}\t{site.place}\n" for site in frame)
    return sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def _visit(
    s: SupplierAssessment, chance: Chance, clashes: Sequence[Clash], flags: Iterable[Flag], content: SectorContent,
    rules: SamplingRules,
) -> SiteVisit:  # fmt: skip
    return SiteVisit(
        chance=chance,
        interviews=plan_interviews(s.supplier, rules, content),
        questions=tuple(_questions(s, clashes, content))[: rules.questions_per_site.value],
        documents=_documents(s, content, rules),
        clashes=tuple(clashes),
        flags=tuple(flag for flag in flags if s.id in flag.suppliers),
        unknown_facts=s.unknown_facts,
    )


def _questions(s: SupplierAssessment, clashes: Iterable[Clash], content: SectorContent) -> Iterator[AskNext]:
    """The questions that narrow the interval most and can be put on the spot; each matter once."""
    settled = {clash.matter for clash in clashes}
    told: set[str] = set()
    for ask in s.ask_next:
        matter = content.matter_of.get(ask.question, ask.question)
        if ask.respondent in ASKED_THERE and matter not in settled | told:
            told.add(matter)
            yield ask


def _documents(s: SupplierAssessment, content: SectorContent, rules: SamplingRules) -> tuple[DocumentAsk, ...]:
    """First the papers that the site itself named and nobody saw, then the kinds that fit what is in play."""
    found = [*_named(s), *_kinds(s, content, rules)]
    return tuple(found[: rules.documents_per_site.value])


def _named(s: SupplierAssessment) -> Iterator[DocumentAsk]:
    names: dict[str, str] = {}
    for row in s.answers:
        if row.document and row.counts and Evidence[row.evidence] <= Evidence.E1:
            names.setdefault(" ".join(row.document.split()), row.question)
    for name, question in names.items():
        yield DocumentAsk(Text(nl=name, en=name), named=True, question=question)


def _kinds(s: SupplierAssessment, content: SectorContent, rules: SamplingRules) -> Iterator[DocumentAsk]:
    weights = {id: bounds.possible for id, bounds in s.indicators.items() if content.scales.in_play(bounds)}
    topics = {content.questions[row.question].topic for row in s.controls if row.question in content.questions}
    scored = []
    for index, kind in enumerate(rules.documents):
        signs = tuple(id for id in kind.indicators if id in weights)
        if signs or topics & set(kind.topics):
            scored.append((-max((weights[id] for id in signs), default=0.0), index, kind, signs))
    for _, _, kind, signs in sorted(scored, key=lambda row: row[:2]):
        yield DocumentAsk(kind.text, indicators=signs)
