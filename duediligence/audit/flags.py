"""Patterns that are a reason to look again: too clean, copied, re-dated, too fast. None proves anything."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from math import log2
from typing import TypeAlias

from duediligence.findings import Location
from duediligence.model.assessment import AnswerRow, SupplierAssessment
from duediligence.model.audit import Flag, FlagKind
from duediligence.model.response import AnswerState, SourceKind
from duediligence.model.scales import Evidence
from duediligence.model.triangulation import FlagRules

Said: TypeAlias = tuple[str, tuple[str, ...], tuple[float, ...]]
"""A question and what was chosen or filled in."""

OWN = SourceKind.SUPPLIER.value
ON_SITE = frozenset(
    {SourceKind.ANNOUNCED_AUDIT.value, SourceKind.UNANNOUNCED_AUDIT.value, SourceKind.WORKER_INTERVIEWS.value}
)
DOUBTS = frozenset(
    {"concern", AnswerState.UNKNOWN.value, AnswerState.REFUSED.value, AnswerState.DECLINED_CAP.value}
)  # fmt: skip
SHOWN_PLACES = 3


def flags_of(suppliers: Sequence[SupplierAssessment], rules: FlagRules) -> tuple[Flag, ...]:
    """Every pattern among all suppliers, in a fixed order."""
    suppliers = sorted(suppliers, key=lambda s: s.id)
    found = [
        *_too_clean(suppliers, rules),
        *_copied_texts(suppliers, rules),
        *_copied_answers(suppliers, rules),
        *_repeated(suppliers, rules),
        *_same_day(suppliers, rules),
    ]
    return tuple(found)


def _too_clean(suppliers: Iterable[SupplierAssessment], rules: FlagRules) -> Iterator[Flag]:
    """Nothing but good answers of its own, where the facts make harm likely and nobody looked unannounced."""
    for s in suppliers:
        own = [row for row in s.answers if row.source == OWN and row.counts]
        calm = [row for row in own if row.assures and not row.signals]
        doubt = any(row.state in DOUBTS for row in own)
        checked = any(row.counts and Evidence[row.evidence] >= Evidence.E4 for row in s.answers)
        inherent = max(s.inherent.values(), default=0.0)
        enough = len(calm) >= rules.too_clean.least_answers.value
        if enough and not doubt and not checked and inherent >= rules.too_clean.least_inherent.value:
            params = {"inherent": inherent}
            yield Flag(FlagKind.TOO_CLEAN, (s.id,), len(calm), _places(calm), params)


def _copied_texts(suppliers: Iterable[SupplierAssessment], rules: FlagRules) -> Iterator[Flag]:
    """The same free text, case and spaces aside, from sites that should each have written their own."""
    where: dict[str, list[tuple[str, AnswerRow]]] = defaultdict(list)
    for s in suppliers:
        for row in s.answers:
            for text in {row.comment, row.reason} if row.source == OWN else ():
                folded = " ".join(text.casefold().split())
                if len(folded) >= rules.copied_text.least_letters.value:
                    where[folded].append((s.id, row))
    for _, found in sorted(where.items()):
        sites = tuple(sorted({site for site, _ in found}))
        if len(sites) > 1:
            yield Flag(FlagKind.COPIED_TEXT, sites, len(found), _each(found))


def _copied_answers(suppliers: Iterable[SupplierAssessment], rules: FlagRules) -> Iterator[Flag]:
    """The same answers to the same questions, where that would be unlikely if sites answered by themselves."""
    patterns = {s.id: _pattern(s) for s in suppliers}
    shares = _shares(patterns.values())
    alike: dict[frozenset[Said], list[str]] = defaultdict(list)
    for id, pattern in patterns.items():
        if len(pattern) >= rules.copied_answers.least_answers.value:
            alike[frozenset(pattern)].append(id)
    for answers, sites in alike.items():
        bits = sum(-log2(shares[said]) for said in answers)
        if len(sites) > 1 and bits >= rules.copied_answers.least_bits.value:
            places = tuple(next(iter(patterns[id].values())) for id in sites[:SHOWN_PLACES])
            yield Flag(FlagKind.COPIED_ANSWERS, tuple(sites), len(answers), places, {"bits": round(bits)})


def _pattern(s: SupplierAssessment) -> Mapping[Said, Location]:
    """What a site itself answered and still holds."""
    own = (row for row in s.answers if row.source == OWN and row.counts and (row.keys or row.numbers))
    return {(row.question, row.keys, row.numbers): row.location for row in own}


def _shares(patterns: Iterable[Mapping[Said, Location]]) -> Mapping[Said, float]:
    """How common each answer is among those who answered its question."""
    counts = Counter(said for pattern in patterns for said in pattern)
    of_question: Counter[str] = Counter()
    for (question, _, _), count in counts.items():
        of_question[question] += count
    return {said: count / of_question[said[0]] for said, count in counts.items()}


def _repeated(suppliers: Iterable[SupplierAssessment], rules: FlagRules) -> Iterator[Flag]:
    """A source that says at a later date, word for word, what it said before, numbers and texts included."""
    for s in suppliers:
        by_source: dict[str, dict[date, list[AnswerRow]]] = defaultdict(lambda: defaultdict(list))
        for row in s.answers:
            if row.date is not None:
                by_source[row.source][row.date].append(row)
        for source, by_day in sorted(by_source.items()):
            yield from _repeated_by(s.id, source, by_day, rules)


def _repeated_by(
    site: str, source: str, by_day: Mapping[date, Sequence[AnswerRow]], rules: FlagRules
) -> Iterator[Flag]:
    days = sorted(by_day)
    for earlier, later in pairwise(days):
        before, after = ({_word_for_word(row) for row in by_day[day]} for day in (earlier, later))
        own_words = any(numbers or text for _, _, numbers, text in after)
        if before == after and own_words and len(after) >= rules.repeated.least_answers.value:
            params = {"source": source, "earlier": earlier, "later": later}
            yield Flag(FlagKind.REPEATED, (site,), len(after), _places(by_day[later]), params)


def _word_for_word(row: AnswerRow) -> tuple[str, tuple[str, ...], tuple[float, ...], str]:
    return row.question, row.keys, row.numbers, " ".join((row.comment, row.reason)).strip()


def _same_day(suppliers: Iterable[SupplierAssessment], rules: FlagRules) -> Iterator[Flag]:
    """More sites on one day than one team can visit well."""
    visited: dict[tuple[str, date], dict[str, AnswerRow]] = defaultdict(dict)
    for s in suppliers:
        for row in s.answers:
            if row.source in ON_SITE and row.date is not None:
                visited[row.source, row.date].setdefault(s.id, row)
    for (source, day), sites in sorted(visited.items()):
        if len(sites) >= rules.same_day.least_sites.value:
            params = {"source": source, "day": day}
            yield Flag(FlagKind.SAME_DAY, tuple(sites), len(sites), _places(sites.values()), params)


def _places(rows: Iterable[AnswerRow]) -> tuple[Location, ...]:
    return tuple(row.location for row in rows)[:SHOWN_PLACES]


def _each(found: Iterable[tuple[str, AnswerRow]]) -> tuple[Location, ...]:
    """One place for each site, so that both can be opened side by side."""
    first: dict[str, Location] = {}
    for site, row in found:
        first.setdefault(site, row.location)
    return tuple(first.values())[:SHOWN_PLACES]
