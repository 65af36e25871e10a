"""A company's own words for goods and processes: said once in its workspace, asked about once and not at every row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from duediligence.findings import Location, Severity
from duediligence.intake.register import read_register
from duediligence.intake.typed.own_words import with_own_words
from duediligence.model.base import Text
from duediligence.model.facts import Choice, Fact, FactType
from duediligence.model.workspace import Company, Workspace

SEWING = Choice(id="sewing", name=Text(nl="Naaien van kleding", en="Sewing"))
WASHING = Choice(id="washing", name=Text(nl="Wassen", en="Washing"))
FACTS = {
    fact.id: fact
    for fact in (
        Fact(id="id", name=Text(nl="Code", en="Code")),
        Fact(id="name", name=Text(nl="Naam", en="Name")),
        Fact(id="country", name=Text(nl="Land", en="Country"), type=FactType.COUNTRY),
        Fact(id="workers", name=Text(nl="Werknemers", en="Workers"), type=FactType.NUMBER),
        Fact(
            id="processes",
            name=Text(nl="Bewerkingen", en="Processes"),
            type=FactType.MULTI,
            choices=(SEWING, WASHING),
        ),
    )
}
REGISTER = """Code;Naam;Land;Werknemers;Bewerkingen
a;Mill A;India;ca. 900;stikken
b;Mill B;India;310;Stikken
c;Mill C;India;€ 310.000;wassen
d;Mill D;India;310.000;wassen / spoelen
"""


def workspace(**own_words: dict[str, str]) -> Workspace:
    return Workspace(
        company=Company(id="c1", name="Voorbeeld"),
        sector="garments",
        assessed_on=date(2026, 11, 1),
        own_words=own_words,
    )


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "leveranciers.csv"
    path.write_text(REGISTER, "utf-8")
    return path


def test_a_word_that_was_explained_once_is_read_in_every_row(register: Path) -> None:
    facts = with_own_words(FACTS, workspace(processes={"stikken": "sewing", "spoelen": "Wassen"}), "duediligence.yaml")
    read = read_register(register, facts.value, register.name)
    assert [supplier.words("processes") for supplier in read.value] == [
        ("sewing",),
        ("sewing",),
        ("washing",),
        ("washing",),
    ]
    assert facts.findings == ()


def test_the_same_unknown_word_is_asked_about_once(register: Path) -> None:
    told = [f for f in read_register(register, FACTS, register.name).findings if "choice" in f.code]
    assert [(f.code, f.params["found"], f.location.inside) for f in told] == [
        ("unknown_choice_often", "stikken", "E2"),
        ("unknown_choice", "wassen / spoelen", "E5"),
    ]
    assert told[0].params["count"] == 2


def test_a_word_is_explained_with_a_value_that_exists() -> None:
    facts = with_own_words(FACTS, workspace(processes={"stikken": "sowing"}, procesen={"a": "b"}), "duediligence.yaml")
    assert {(f.code, f.params["nearest"], f.location.path) for f in facts.findings} == {
        ("own_word_of_no_value", "sewing", "own_words.processes.stikken"),
        ("own_words_of_no_fact", "processes", "own_words.procesen"),
    }
    assert facts.value["processes"] == FACTS["processes"]


def test_about_is_said_and_money_is_counted_in_thousands(register: Path) -> None:
    read = read_register(register, FACTS, register.name)
    assert [supplier.number("workers") for supplier in read.value] == [900, 310, 310_000, None]
    about = next(f for f in read.findings if f.code == "about_read")
    assert (about.severity, about.location) == (Severity.NOTE, Location("leveranciers.csv", "", "D2", 2, 4))
    assert "number_ambiguous" in {f.code for f in read.findings}, "without a sign of money 310.000 could be 310"
