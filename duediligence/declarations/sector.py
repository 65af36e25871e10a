"""Resolves one sector: its profile with everything that it names, by id."""

from __future__ import annotations

from collections.abc import Sequence

from duediligence.declarations.library import Library
from duediligence.declarations.places import read_places
from duediligence.declarations.references import broken_references
from duediligence.findings import Severity
from duediligence.model.base import Text
from duediligence.model.content import PlaceTable, SectorContent
from duediligence.model.facts import Choice, Fact, FactType
from duediligence.model.questionnaire import Questionnaire
from duediligence.model.sector import Profile

OPEN_FACTS = ("goods", "processes")
"""Facts whose choices a profile extends by naming them in its scope."""


def load_sector(library: Library, sector: str) -> SectorContent:
    """The content of one sector. Raises ContentError with every defect if any of it is invalid."""
    content = gather(library, sector)
    library.findings += broken_references(library, content)
    if any(finding.severity is Severity.ERROR for finding in library.findings):
        raise library.invalid()
    return content


def gather(library: Library, sector: str) -> SectorContent:
    """What can be read of a sector; a file with defects is left out, and its defects are findings of the library.

    Raises ContentError where the profile itself cannot be read.
    """
    profile = library.profile(sector)
    forms = [editions for use in profile.questionnaires.all() if (editions := library.editions(use.id))]
    agreements = [newest[-1] for id in profile.agreements if (newest := library.agreements(id))]
    return SectorContent(
        profile=profile,
        scales=library.scales,
        facts=_facts(library.facts, profile),
        indicators={i.id: i for i in library.indicators.values() if i.set in profile.indicators},
        drivers=tuple({**library.drivers, **{d.id: d for d in profile.drivers}}.values()),
        questionnaires={editions[-1].id: editions[-1] for editions in forms},
        agreements={agreement.id: agreement for agreement in agreements},
        measures=library.measures(sector),
        regulations=tuple(library.regulations.values()),
        sources=library.sources,
        countries=_table(library, "countries.csv", ("country",)),
        goods=_table(library, "goods.csv", ("country", "good")),
        older_editions=_older(forms),
        site_words=library.site_words,
    )


def _table(library: Library, name: str, keys: tuple[str, ...]) -> PlaceTable:
    table, findings = read_places(library.place_files(name), keys)
    for finding in findings:
        library.lose(finding.location.file)
    library.findings += findings
    return table


def _older(forms: Sequence[Sequence[Questionnaire]]) -> dict[tuple[str, str], Questionnaire]:
    return {(form.id, form.edition): form for editions in forms for form in editions[:-1]}


def _facts(common: dict[str, Fact], profile: Profile) -> dict[str, Fact]:
    facts = {**common, **{fact.id: fact for fact in profile.facts}}
    scopes = {"goods": profile.scope.goods, "processes": profile.scope.processes}
    for id in OPEN_FACTS:
        if id in facts:
            facts[id] = _extended(facts[id], scopes[id])
    return facts


def _extended(fact: Fact, ids: Sequence[str]) -> Fact:
    known = {choice.id for choice in fact.choices}
    added = tuple(Choice(id=id, name=_plain_name(id)) for id in ids if id not in known)
    return fact.model_copy(update={"choices": (*fact.choices, *added)}) if fact.type is FactType.MULTI else fact


def _plain_name(id: str) -> Text:
    words = id.replace("_", " ")
    return Text(nl=words, en=words)
