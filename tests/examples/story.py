"""The story of a worked example: an invented company, its sites, and what everybody answered, as data."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from duediligence.yamlfile import read

HERE = Path(__file__).parent

Said = str | int | float | list[str | int | float]
"""An answer as the story tells it: an option id, several, a number, two numbers, or a universal state."""


class Told(BaseModel):
    """A part of the story; a misspelt key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Beside(Told):
    """What somebody typed beside an answer."""

    comment: str = ""
    reason: str = ""
    document: str = ""
    dated: date | None = None


class Filled(Told):
    """A form that somebody filled in: `start` names sets of answers, `but` is what differs, `leave` what stays empty.

    `cells` are typed over the answer as they stand, by question; that is how slips of the pen get in. `corrects` are
    facts that the supplier knows better, by fact.
    """

    round: str
    on: date | None = None
    by: str = ""
    respondent: str = "supplier"
    language: str = "en"
    source: str = ""
    start: list[str] | str = ""
    but: dict[str, Said] = Field(default_factory=dict)
    leave: list[str] = Field(default_factory=list)
    only: list[str] = Field(default_factory=list)
    beside: dict[str, Beside] = Field(default_factory=dict)
    cells: dict[str, str] = Field(default_factory=dict)
    corrects: dict[str, Said] = Field(default_factory=dict)
    remark: str = ""


class Site(Told):
    """A site: why it is there, the tier that it should come to, its facts (those of a set, and its own), its forms."""

    id: str
    name: str
    why: str
    expect: str = ""
    before: str = ""
    joined: str = ""
    left: str = ""
    like: str = ""
    facts: dict[str, Any] = Field(default_factory=dict)
    typed: dict[str, str] = Field(default_factory=dict)
    sent: bool = False
    forms: list[Filled] = Field(default_factory=list)


class Rows(Told):
    """Answers of one source about one site on one day."""

    site: str
    source: str
    on: date
    answers: dict[str, Said]
    document: str = ""
    seen: bool = False
    comment: str = ""


class Table(Told):
    """A long csv file of answers; a Dutch one has Dutch headers, words and dates, and semicolons."""

    file: str
    round: str
    dutch: bool = False
    rows: list[Rows]


class Edit(Told):
    """What somebody typed in last round's plan: in the row of a measure for a subject, or in a new row (`text`)."""

    subject: str
    measure: str = ""
    text: str = ""
    lead: str = ""
    state: str = ""
    owner: str = ""
    due: date | None = None
    started: date | None = None
    done: date | None = None
    evidence: str = ""
    evidence_class: str = ""
    notes: str = ""


class Sweep(Told):
    """What somebody filled down over many rows of the plan at once: those of `subjects`, due in a span of days."""

    subjects: list[str]
    since: date = date.min
    until: date = date.max
    only: list[str] = Field(default_factory=list)
    leave: list[str] = Field(default_factory=list)
    state: str = ""
    owner: str = ""
    due: date | None = None
    notes: str = ""

    def covers(self, subject: str, measure: str, due: date) -> bool:
        """Whether a row is one of them; `only` and `leave` are beginnings of measures."""
        left = measure.startswith(tuple(self.leave)) or not measure.startswith(tuple(self.only) or ("",))
        return subject in self.subjects and self.since <= due <= self.until and not left


class Round(Told):
    """A round: the day from which it looks, and what the company answered about itself."""

    name: str
    assessed_on: date
    company: Filled | None = None


class Story(Told):
    """All of it; `headers` are the words above some columns of the register, `findings` what `check` should say."""

    sector: str
    company: dict[str, Any]
    languages: list[str]
    rounds: tuple[Round, Round]
    joint_actions: dict[str, str] = Field(default_factory=dict)
    register_language: str = "en"
    headers: dict[str, str] = Field(default_factory=dict)
    uses: list[str] = Field(default_factory=list)
    fact_sets: dict[str, dict[str, Any]] = Field(default_factory=dict)
    sets: dict[str, dict[str, Said]] = Field(default_factory=dict)
    sites: list[Site]
    tables: list[Table] = Field(default_factory=list)
    plan: list[Edit] = Field(default_factory=list)
    sweeps: list[Sweep] = Field(default_factory=list)
    findings: dict[str, int] = Field(default_factory=dict)

    def sites_in(self, round: str) -> list[Site]:
        """The sites of the register in a round."""
        return [site for site in self.sites if (site.joined or round) <= round and round < (site.left or "9999")]


def read_story(sector: str) -> Story:
    """The story of a sector's example, with the sets of answers that it uses."""
    story = Story.model_validate(_data(HERE / f"{sector}.yaml"))
    shared: dict[str, dict[str, Said]] = {}
    for name in story.uses:
        shared |= _data(HERE / "sets" / f"{name}.yaml")
    sites = [_with_facts(site, story.fact_sets) for site in story.sites]
    return story.model_copy(update={"sets": {**shared, **story.sets}, "sites": sites})


def _with_facts(site: Site, sets: dict[str, dict[str, Any]]) -> Site:
    return site.model_copy(update={"facts": {**(sets[site.like] if site.like else {}), **site.facts}})


def _data(file: Path) -> dict[str, Any]:
    document, findings = read(file, file.name)
    if document is None or findings:
        raise ValueError(findings)
    data: dict[str, Any] = document.data
    return data


def sectors() -> list[str]:
    """The sectors that have a story."""
    return sorted(file.stem for file in HERE.glob("*.yaml"))
