"""How an auditor chooses sites and workers, as it stands in `sampling.yaml`: each number with its reason and source."""

from __future__ import annotations

from pydantic import Field

from duediligence.model.base import Declared, Id, Sourced, Text, Words
from duediligence.model.questionnaire import Topic
from duediligence.model.scales import Scale


class SiteRule(Declared):
    """Which sites are certain, and how the others are drawn: by risk, and a share of them by chance alone."""

    certain_tiers: Scale[tuple[Words, ...]]
    certain_gates: Scale[tuple[Words, ...]]
    size_exponent: Scale[float]
    random_share: Scale[float]


class InterviewRule(Declared):
    """How many workers: enough to hear, with this chance, of something that happens to this share of them."""

    affected_share: Scale[float]
    chance: Scale[float]
    least_in_group: Scale[int]
    risk_weight: Scale[float]


class Group(Sourced):
    """A group of workers to speak with; `fact` says how large it is, without one it is looked for everywhere.

    `others` names the rest where the rest is a group of its own (women and men); `spread` is a fact over whose values
    the group is spread (countries of origin).
    """

    id: Id
    name: Text
    others: Text | None = None
    fact: Id | None = None
    spread: Id | None = None
    at_risk: bool = True


class DocumentKind(Sourced):
    """A kind of document to ask for, where one of its signs or topics is in play."""

    id: Id
    text: Text
    indicators: tuple[Id, ...] = ()
    topics: tuple[Topic, ...] = ()


class Precaution(Sourced):
    """Something that keeps workers safe who speak."""

    id: Id
    text: Text


class SamplingRules(Declared):
    """`sampling.yaml`."""

    edition: Words
    sites: SiteRule
    interviews: InterviewRule
    questions_per_site: Scale[int]
    documents_per_site: Scale[int]
    groups: tuple[Group, ...] = ()
    documents: tuple[DocumentKind, ...] = ()
    safety: tuple[Precaution, ...] = Field(default=())
