"""The auditor's values in words: statements, contradictions, prompts, gaps, history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from duediligence.i18n.formats import show_score
from duediligence.model.assessment import AnswerRow
from duediligence.model.audit import (
    Clash,
    Event,
    EventKind,
    Flag,
    Gap,
    RegisterRow,
    Statement,
    Thread,
)
from duediligence.model.base import Text
from duediligence.reporting.auditor.view import (
    ClashView,
    EventView,
    FlagView,
    GapView,
    SignRow,
    SiteLink,
    StatementView,
    ThreadView,
)
from duediligence.reporting.auditor.words import audit_text
from duediligence.reporting.shared.labels import Labels, target
from duediligence.reporting.shared.parts import Round
from duediligence.reporting.shared.words import plain, term

SOURCE_ASSUMED = ("source_assumed", "form_source_assumed", "many_source_assumed")
"""Findings that say that somebody's answers were taken to be of a source which nobody named."""
ASSUMED = "assumed"


@dataclass(frozen=True)
class AuditLabels:
    """Looks up words of the content, and names of sites."""

    labels: Labels
    names: Mapping[str, str]
    assumed: frozenset[str] = frozenset()

    @classmethod
    def of(cls, round: Round) -> AuditLabels:
        """The labels of one round; in the files of `assumed` it is not said everywhere who spoke."""
        assumed = {finding.location.file for finding in round.findings if finding.code in SOURCE_ASSUMED}
        names = {s.id: s.supplier.name for s in round.assessment.suppliers}
        return cls(Labels(round.content), names, frozenset(assumed))

    def site(self, id: str) -> SiteLink:
        """A site's name with its place on the page."""
        return SiteLink(id, self.names.get(id, id), target(id))

    def statement(self, said: Statement) -> StatementView:
        """One statement in words."""
        row = AnswerRow(
            said.question, said.matter, said.source, said.evidence, said.date, said.state, said.keys, said.numbers
        )
        return StatementView(
            source=said.source,
            evidence=said.evidence,
            independence=ASSUMED if said.location.file in self.assumed else said.independence,
            day=said.date,
            question=self.labels.question(said.question),
            answer=self.labels.answer(row),
            state="closed" if said.closed else said.state,
            strength=said.strength,
            critical=said.critical,
            counts=said.counts,
            document=said.document,
            seen=said.document_seen,
            place=str(said.location),
            comment=said.comment,
        )

    def sign(self, row: RegisterRow) -> SignRow:
        """One row of the register in words."""
        return SignRow(
            name=self.labels.indicator(row.indicator),
            established=row.bounds.established,
            possible=row.bounds.possible,
            inherent=row.inherent,
            statements=tuple(map(self.statement, row.statements)),
        )

    def clash(self, clash: Clash) -> ClashView:
        """A contradiction in words."""
        return ClashView(
            site=self.site(clash.supplier),
            question=self.labels.question(clash.matter),
            sign=self.labels.indicator(clash.indicator),
            objecting=tuple(map(self.statement, clash.objecting)),
            assuring=tuple(map(self.statement, clash.assuring)),
            needed=clash.needed,
            way=clash.way,
            ask=tuple(self.labels.question(question) for question in clash.ask),
        )

    def flag(self, flag: Flag) -> FlagView:
        """A prompt in words."""
        key = f"flags.{flag.kind.value}"
        params = {name: self._param(name, value) for name, value in flag.params.items()}
        return FlagView(
            kind=flag.kind.value,
            title=audit_text(f"{key}.title"),
            text=audit_text(f"{key}.text", **{"count": flag.count, "sites": len(flag.suppliers), **params}),
            look=audit_text(f"{key}.look"),
            sites=tuple(map(self.site, flag.suppliers)),
            places=tuple(str(place) for place in flag.places if str(place)),
        )

    def gap(self, gap: Gap) -> GapView:
        """A gap in words."""
        return GapView(
            site=self.site(gap.supplier),
            sign=self.labels.indicator(gap.indicator),
            why=audit_text(f"gaps.{gap.kind.value}"),
            possible=gap.possible,
            matters=tuple(self.labels.question(matter) for matter in gap.matters),
        )

    def thread(self, thread: Thread) -> ThreadView:
        """The history of a concern in words."""
        return ThreadView(
            site=self.site(thread.supplier),
            question=self.labels.question(thread.matter),
            sign=self.labels.indicator(thread.indicator),
            open=thread.open,
            events=tuple(map(self._event, thread.events)),
        )

    def _event(self, event: Event) -> EventView:
        key = "closed_by" if event.kind is EventKind.CLOSED else event.kind.value
        params = {"round": event.round} if event.kind is EventKind.VANISHED else {}
        what = audit_text(f"history.{key}", **params)
        return EventView(event.date, event.source, event.evidence, what, event.strength, event.place)

    def _param(self, name: str, value: object) -> object:
        if name == "source":
            return term("source", str(value))
        return show_score(value) if name == "inherent" and isinstance(value, float) else value


def joined(texts: Iterable[Text], separator: str) -> Text:
    """Texts after each other."""
    found = tuple(texts)
    return Text(nl=separator.join(t.nl for t in found), en=separator.join(t.en for t in found)) if found else plain("")
