"""Every code has a name in both languages, every text is used, and numbers look like the language."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import get_args

import pytest

from duediligence.i18n.texts import catalogue, exists
from duediligence.model.agreement import AgreementKind
from duediligence.model.assessment import CommitmentState, Gate, Tier
from duediligence.model.facts import Fact
from duediligence.model.measure import Gap
from duediligence.model.plan import ActionState
from duediligence.model.questionnaire import Respondent, Topic
from duediligence.model.response import AnswerState, SourceKind
from duediligence.model.scales import LEVELS, STRENGTHS, Evidence
from duediligence.reporting.shared.audience import audiences
from duediligence.reporting.shared.labels import Labels
from duediligence.reporting.shared.words import counted, listed, measured, percent, plain, say, term
from duediligence.reporting.workbook.looks import COMMITMENT_SIGNS, SIGNS
from duediligence.resources import content_root
from tests.reporting.content import sample_content

ROLES = ("company", "supplier", "union", "ngo", "government", "secretariat")
CODES = {
    "tier": [t.value for t in Tier],
    "tier_long": [t.value for t in Tier],
    "gate": [g.value for g in Gate],
    "gate_long": [g.value for g in Gate],
    "evidence": [e.name for e in Evidence],
    "source": [s.value for s in SourceKind],
    "respondent": [r.value for r in Respondent],
    "answer": [*(s.value for s in AnswerState), "concern", "no_concern", "closed", "contradiction"],
    "action_state": [s.value for s in ActionState],
    "commitment_state": [*(s.value for s in CommitmentState), "yardstick", "private"],
    "agreement_state": ["negotiating", "active", "unclear", "ended", "lapsed", "never_concluded", "future"],
    "agreement_kind": [k.value for k in AgreementKind],
    "topic": [t.value for t in Topic],
    "level": list(LEVELS),
    "strength": list(STRENGTHS),
    "role": list(ROLES),
    "party": ["company", "government", "unions", "ngos", "secretariat", "companies"],
    "horizon": ["immediate", "short", "long"],
    "gap": list(get_args(Gap)),
    "rule": ["concern", "refused", "assured", "open"],
}


@pytest.mark.parametrize(("group", "code"), [(group, code) for group, codes in CODES.items() for code in codes])
def test_every_code_has_a_name(group: str, code: str) -> None:
    assert exists(f"terms.{group}.{code}")


@pytest.mark.parametrize("area", ["report", "terms"])
def test_both_languages_say_the_same_things(area: str) -> None:
    for key, texts in catalogue(area).items():
        assert set(texts) == {"nl", "en"}, key
        names = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in texts.values()]
        assert names[0] == names[1], key


def test_every_text_of_the_reports_is_used() -> None:
    """A text that nobody prints would drift."""
    root = content_root()
    files = [
        *(root / "duediligence" / "reporting").rglob("*.py"),
        *(root / "reports" / "templates" / "report").iterdir(),
    ]
    source = "\n".join(file.read_text("utf-8") for file in files)
    assert [key for key in catalogue("report") if not _is_used(_counted_key(key), source)] == []


def _counted_key(key: str) -> str:
    """The key by which a text in several forms is asked for."""
    head, _, form = key.rpartition(".")
    return head if form in ("none", "one", "other") else key


def _is_used(key: str, source: str) -> bool:
    if f'"{key}"' in source:
        return True
    head, _, last = key.rpartition(".")
    built = (rf'"{re.escape(head)}\.\{{', rf'"{re.escape(head)}\." ~', r'"sheets\.\{')
    return (
        any(re.search(pattern, source) for pattern in built[:2])
        or (key.startswith(("sheets.", "columns.")) and f'"{last}"' in source)
        or key.startswith("sheets.")
    )


def test_one_thing_and_several_things() -> None:
    assert counted("now.overdue", 1).en == "One action is overdue"
    assert counted("now.overdue", 3).nl == "3 acties zijn over tijd"


def test_numbers_dates_and_shares_are_written_as_the_language_does() -> None:
    text = say("list.more", total=12345, shown=500)
    assert "12.345" in text.nl
    assert "12,345" in text.en
    assert (percent(0.35).nl, percent(0.35).en) == ("35 %", "35%")
    assert (percent(0.001).en, percent(0.0).en, percent(0.9999).en) == ("1%", "0%", "99%")


def test_a_year_is_no_quantity() -> None:
    since = Fact.model_validate(
        {"id": "since", "name": {"nl": "Sinds", "en": "Since"}, "type": "number", "unit": "year"}
    )
    many = since.model_copy(update={"unit": "euro"})
    labels = Labels(sample_content())
    assert labels.values(since, (2010.0,)).nl == "2010"
    assert labels.values(many, (2010.0,)).nl == "2.010"


def test_a_long_list_says_how_many_more() -> None:
    assert listed([plain(word) for word in "abcde"], 3).en == "a, b, c, and 2 more"


def test_a_code_that_is_new_is_shown_as_it_is() -> None:
    assert term("tier", "brand_new").nl == "brand new"


def test_tiers_and_states_have_signs_that_differ() -> None:
    assert len(set(SIGNS.values())) == len(Tier)
    assert set(COMMITMENT_SIGNS) == {*(s.value for s in CommitmentState), "yardstick", "private"}


def test_every_declared_section_has_a_template() -> None:
    folder = content_root() / "reports" / "templates" / "report"
    for spec in audiences().values():
        for section in spec.sections:
            names = (f"{spec.id}_{section}.html.j2", f"{section}.html.j2")
            assert any((folder / name).is_file() for name in names), (spec.id, section)


def test_texts_for_readers_name_no_machine() -> None:
    for area in ("report", "terms"):
        file = Path(__file__).parents[2] / "duediligence" / "i18n" / f"{area}.yaml"
        assert "/work" not in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0, "days_in_four_weeks", "0 days in four weeks"),
        (40, "percent_of_workers", "40%"),
        (7.5, "hours", "7.5 hours"),
        (3, "an_id_nobody_named", "3"),
        (3, None, "3"),
    ],
)
def test_a_unit_is_shown_in_words_or_not_at_all(value: float, unit: str | None, shown: str) -> None:
    assert measured(value, unit).en == shown
