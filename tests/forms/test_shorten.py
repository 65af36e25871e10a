"""What is asked when not everything fits: the gravest and the core always, then what can show the likeliest harm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duediligence.forms.select import Brief, build_form
from duediligence.forms.shorten import Candidate, Screened, minutes_of, shortened
from duediligence.model.content import SectorContent
from duediligence.model.form import Form
from duediligence.model.questionnaire import Question, Respondent, Section
from duediligence.model.response import Answer, AnswerState, SourceKind, Supplier
from tests.forms.bakery import BAKER, COMPANY, content

CORE = ["fees", "arranged", "hours", "curfew"]
PAY, TIME = ["fees", "repay_when", "arranged", "transport_cost"], ["hours", "rest", "night", "owed", "last_check"]
ALL = [*PAY, *TIME, "curfew", "rent"]
A_DAY = 24 * 60.0


def _content(changed: Question | None = None, **values: float) -> SectorContent:
    """The bakeries with another question, or with other values in the scales."""
    sector = _with_question(content(), changed) if changed else content()
    scales = {name: getattr(sector.scales, name).model_copy(update={"value": value}) for name, value in values.items()}
    return replace(sector, scales=sector.scales.model_copy(update=scales))


def _with_question(sector: SectorContent, changed: Question) -> SectorContent:
    def section(old: Section) -> Section:
        return old.model_copy(update={"questions": tuple(changed if q.id == changed.id else q for q in old.questions)})

    forms = {
        id: form.model_copy(update={"sections": tuple(map(section, form.sections))})
        for id, form in sector.questionnaires.items()
    }
    return replace(sector, questionnaires=forms)


def _grave(question: str) -> Question:
    """The same question, where its last answer makes a supplier critical."""
    asked = content().questions[question]
    *others, last = asked.options
    return asked.model_copy(update={"options": (*others, last.model_copy(update={"critical": True}))})


def _form(
    minutes: float,
    inherent: Mapping[str, float] | None = None,
    supplier: Supplier = BAKER,
    changed: Question | None = None,
    previous: tuple[Answer, ...] = (),
) -> Form:
    screened = Screened(inherent or {})
    sector = _content(changed, form_minutes=minutes)
    return build_form(Brief(sector, supplier, Respondent.SUPPLIER, COMPANY, previous=previous, screened=screened))


def _asked(form: Form) -> list[str]:
    return [asked.question.id for asked in form.asked]


def test_core_questions_are_asked_however_little_time_there_is() -> None:
    form = _form(1)
    assert _asked(form) == CORE
    assert form.kept_back == len(ALL) - len(CORE)


def test_with_time_enough_everything_is_asked() -> None:
    form = _form(A_DAY)
    assert (_asked(form), form.kept_back) == (ALL, 0)


def test_whom_nobody_screened_is_asked_everything() -> None:
    brief = Brief(_content(form_minutes=1), BAKER, Respondent.SUPPLIER, COMPANY)
    assert _asked(build_form(brief)) == ALL


def test_a_question_that_can_make_a_supplier_critical_is_never_left_out() -> None:
    assert _asked(_form(1, changed=_grave("rest"))) == ["fees", "arranged", "hours", "rest", "curfew"]


def test_the_rest_of_the_time_goes_to_what_can_show_the_likeliest_harm() -> None:
    assert set(_asked(_form(6.5, {"wages": 0.6, "overtime": 0.1}))) - set(CORE) == {"owed"}
    assert set(_asked(_form(6.5, {"wages": 0.1, "overtime": 0.6}))) - set(CORE) == {"night"}


def test_of_equally_likely_harm_the_stronger_sign_is_asked_for_first() -> None:
    """`owed` can show wages withheld for certain; at night there is at most a weak sign of overtime."""
    assert set(_asked(_form(6.5, {"wages": 0.3, "overtime": 0.3}))) - set(CORE) == {"owed"}


def test_what_surely_applies_comes_before_what_hangs_on_an_unknown_fact() -> None:
    """Whether there are migrants is asked on the form itself; the next one brings what follows from it."""
    unknown = Supplier("s009", "Nieuwe bakker", {"housing_by_employer": (True,)})
    order = [id for minutes in range(5, 16) for id in _asked(_form(minutes, supplier=unknown))]
    last = list(dict.fromkeys(order))
    assert last.index("rent") > last.index("last_check")


def _answered(form: Form, state: AnswerState = AnswerState.ANSWERED) -> tuple[Answer, ...]:
    return tuple(
        Answer("s001", asked.question.id, SourceKind.SUPPLIER, state=state, keys=("x",), date=date(2025, 6, 1))
        for asked in form.asked
    )


def test_the_next_form_brings_what_was_left_out_for_what_was_answered_is_only_confirmed() -> None:
    first = _form(9)
    assert first.kept_back > 0
    second = _form(9, previous=_answered(first))
    assert set(_asked(first)) | set(_asked(second)) == set(ALL)
    assert second.minutes <= 9


def test_an_answer_that_says_nothing_is_asked_again_in_full() -> None:
    first = _form(9)
    again = _form(9, previous=_answered(first, AnswerState.UNKNOWN))
    assert (_asked(again), again.minutes) == (_asked(first), first.minutes)


# --- a supplier of low risk: so many questions ---


def _short(limit: int, changed: Question | None = None) -> list[str]:
    sector = _content(changed, short_form_questions=limit)
    low = Screened({}, low=True)
    return _asked(build_form(Brief(sector, BAKER, Respondent.SUPPLIER, COMPANY, screened=low)))


@pytest.mark.parametrize("limit", [1, 3, 5, 8, 99])
def test_a_short_form_has_at_most_so_many_questions_in_the_order_of_the_long_one(limit: int) -> None:
    short = _short(limit)
    assert len(short) == min(limit, len(ALL))
    assert short == [id for id in ALL if id in short]


def test_a_short_form_drops_no_critical_question_however_short_it_is() -> None:
    assert "curfew" not in _short(1)
    assert _short(1, _grave("curfew")) == ["curfew"]


def test_a_short_form_keeps_core_questions_first() -> None:
    assert _short(4) == CORE


def test_a_short_form_asks_about_every_indicator_before_it_asks_twice_about_one() -> None:
    covered = [content().questions[id].covers() for id in _short(3)]
    assert frozenset().union(*covered) == {"wages", "documents", "overtime"}


# --- laws ---

INDICATORS = ("wages", "documents", "overtime")


@st.composite
def _candidates(draw: st.DrawFn) -> list[Candidate]:
    chosen = draw(st.lists(st.sampled_from(ALL), unique=True, min_size=1))
    grave = draw(st.frozensets(st.sampled_from([id for id in ALL if content().questions[id].options])))
    return [
        Candidate(
            question=_grave(id) if id in grave else content().questions[id],
            minutes=draw(st.sampled_from([0.5, 1.0, 3.0])),
            hangs_on=draw(st.frozensets(st.sampled_from(ALL), max_size=2)),
            certain=draw(st.booleans()),
            answered=draw(st.booleans()),
        )
        for id in chosen
    ]


@given(_candidates(), st.fixed_dictionaries({i: st.floats(0, 1) for i in INDICATORS}), st.integers(0, 12))
def test_a_form_holds_what_it_must_keeps_together_what_hangs_together_and_stays_within_its_time(
    candidates: list[Candidate], inherent: dict[str, float], minutes: int
) -> None:
    scales = _content(form_minutes=minutes).scales
    kept = shortened(candidates, Screened(inherent), scales)
    by_id = {candidate.question.id: candidate for candidate in candidates}
    assert kept <= by_id.keys()
    assert all(by_id[id].hangs_on & by_id.keys() <= kept for id in kept)
    must = shortened(candidates, Screened(inherent), _content(form_minutes=0).scales)
    assert {id for id, candidate in by_id.items() if candidate.question.core} <= must <= kept
    spent = minutes_of((by_id[id] for id in kept), scales)
    assert spent <= max(minutes, minutes_of((by_id[id] for id in must), scales)) + 1e-9
