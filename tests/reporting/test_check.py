"""What goes back to a supplier as a page and as a workbook: whole, harmless, and readable by everybody."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Browser

from duediligence.findings import Severity
from duediligence.i18n.texts import LANGUAGES, catalogue
from duediligence.model.understood import (
    FactCorrected,
    FormReceived,
    Problem,
    QuestionUnderstood,
    Standing,
    Understood,
)
from duediligence.reporting.check.book import render_check_book
from duediligence.reporting.check.page import render_check_page, summary_of
from tests.axe import axe_script

EVIL = "</style><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}"
FORMULA = '=HYPERLINK("http://example.com")'
PROBLEM = Problem("two_answers", "a.xlsx › Vragen › F9", "Twee antwoorden: a; b.", "Kies er één.", Severity.ERROR)


def understood(language: str = "nl", direction: str = "ltr", **changed: object) -> Understood:
    questions = (
        QuestionUnderstood(1, "fees", "Werving", "Wat betalen mensen?", Standing.ANSWERED, "Niets", ("Opmerking: x",)),
        QuestionUnderstood(2, "hours", "Tijden", "Hoeveel uur?", Standing.NOT_READ, problems=(PROBLEM,)),
        QuestionUnderstood(3, "rest", "Tijden", "Hoeveel rust?", Standing.SAID_OTHERWISE, "Weet ik niet"),
        QuestionUnderstood(4, "night", "Tijden", "Hoeveel nachten?", Standing.OPEN),
    )
    values: dict[str, object] = {
        "supplier": "s001",
        "name": "Bakkerij De Halm",
        "company": "Voorbeeld BV",
        "language": language,
        "direction": direction,
        "read_on": date(2026, 11, 1),
        "received": (FormReceived("a.xlsx", date(2026, 9, 30)), FormReceived("b.csv")),
        "questions": questions,
        "facts": (FactCorrected("Aantal werknemers", "120", "90", "a.xlsx"),),
        "remarks": ("Bel ons in mei.",),
    }
    return Understood(**{**values, **changed})  # type: ignore[arg-type]


def texts_of(page: str) -> str:
    return re.sub(r"<[^>]+>", " ", page.partition("</style>")[2])


def test_the_page_holds_everything_that_was_understood() -> None:
    page = texts_of(render_check_page(understood()))
    for text in ("Niets", "Opmerking: x", "Weet ik niet", "Kies er één.", "F9", "Aantal werknemers", "Bel ons in mei."):
        assert text in page, text
    said = (
        "1 van de 4 vragen beantwoord; weet niet, geweigerd of niet van toepassing: 1; nog open: 2; te verbeteren: 1."
    )
    assert said in page
    assert page.index("Te verbeteren") < page.index("Nog niet beantwoord") < page.index("Wat wij lazen")


def test_nothing_to_correct_is_said_in_so_many_words() -> None:
    whole = tuple(q for q in understood().questions if q.answer)
    page = texts_of(render_check_page(understood(questions=whole, facts=(), remarks=())))
    assert "Er is niets te verbeteren." in page
    assert "Alle vragen zijn beantwoord." in page
    assert "Uw opmerkingen" not in page


def test_the_workbook_says_the_same_and_what_people_wrote_stays_text() -> None:
    evil = QuestionUnderstood(
        1, "fees", "Werving", FORMULA, Standing.ANSWERED, FORMULA, (FORMULA,), problems=(PROBLEM,)
    )
    told = understood(name=FORMULA, questions=(evil, *understood().questions[1:]), remarks=(FORMULA,))
    book = load_workbook(BytesIO(render_check_book(told)))
    assert book.sheetnames == ["Overzicht", "Te verbeteren", "Antwoorden"]
    assert "f" not in {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert [row[:4] for row in _rows(book["Antwoorden"])][1:] == [
        (2, "Hoeveel uur?", "niet gelezen", None),
        (3, "Hoeveel rust?", "weet niet, geweigerd of niet van toepassing", "Weet ik niet"),
        (4, "Hoeveel nachten?", "nog open", None),
    ]
    assert [row[:1] + row[2:] for row in _rows(book["Te verbeteren"])] == [
        (number, PROBLEM.problem, PROBLEM.remedy, PROBLEM.place) for number in (1, 2)
    ]
    summary = [cell.value for row in book["Overzicht"].iter_rows() for cell in row if cell.value]
    assert summary_of(told) in summary
    assert "120 → 90" in summary


def _rows(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [row for row in sheet.iter_rows(min_row=4, values_only=True) if any(row)]


def test_the_same_gives_the_same_bytes() -> None:
    assert render_check_book(understood()) == render_check_book(understood())
    assert render_check_page(understood()) == render_check_page(understood())


def test_another_language_falls_back_to_english_and_says_which_it_is() -> None:
    page = render_check_page(understood("ar", "rtl"))
    assert '<html lang="ar" dir="rtl">' in page
    assert "What we understood of your answers" in page


@pytest.mark.parametrize("key", sorted(catalogue("check")))
def test_every_text_is_there_in_both_languages(key: str) -> None:
    texts = catalogue("check")[key]
    assert set(texts) == set(LANGUAGES)
    assert all(texts.values())


def test_every_remedy_for_a_supplier_is_of_a_finding_that_exists() -> None:
    codes = {key.split(".")[1].removesuffix("_near") for key in catalogue("check") if key.startswith("remedies.")}
    assert codes <= {key.split(".")[0] for key in catalogue("findings")}


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_and_a_phone_does_not_scroll_sideways(
    browser: Browser, tmp_path: Path, width: int, scheme: str
) -> None:
    file = tmp_path / "check.html"
    received = (FormReceived("a_very_long_name_of_a_file_that_somebody_sent_us_twice_over.xlsx", date(2026, 9, 30)),)
    file.write_text(render_check_page(understood(received=received)), encoding="utf-8")
    viewport = {"width": width, "height": 844}
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport=viewport)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    page.evaluate(axe_script())
    found = page.evaluate("async () => (await axe.run()).violations.map((v) => [v.id, v.impact, v.nodes[0].html])")
    assert found == []
    context.close()


@pytest.mark.browser
def test_what_people_wrote_is_only_text_and_nothing_is_loaded(browser: Browser, tmp_path: Path) -> None:
    evil = QuestionUnderstood(1, "fees", EVIL, EVIL, Standing.ANSWERED, EVIL, (EVIL,), EVIL, (PROBLEM,))
    told = understood(name=EVIL, company=EVIL, questions=(evil,), remarks=(EVIL,), received=(FormReceived(EVIL),))
    file = tmp_path / "check.html"
    file.write_text(render_check_page(told), encoding="utf-8")
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert page.inner_text("h1") == EVIL
    assert page.locator("img, script").count() == 0
    assert asked == [file.as_uri()]
    page.close()
