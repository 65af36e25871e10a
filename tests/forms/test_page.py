"""The page of a form in a real browser: from opening it to a file that the tool reads."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from duediligence.findings import Severity
from duediligence.forms.html import page_of
from duediligence.forms.select import Brief, build_form
from duediligence.forms.shorten import Screened
from duediligence.model.conditions import When, holds
from duediligence.model.form import Form
from duediligence.model.questionnaire import Respondent
from duediligence.model.response import Supplier
from duediligence.model.understood import Standing
from tests.axe import axe_script
from tests.forms.bakery import BAKER, COMPANY, CORNER_SHOP, LAST_YEAR, content, form_for
from tests.forms.filled import ANSWERS, codes, read_back, said
from tests.forms.test_understood import understood

pytestmark = pytest.mark.browser

LOCAL = ("file:", "blob:")
MEANT = "file:///nowhere.png"

Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a form; a script error, a blocked part or a request to anywhere fails the test."""
    problems: list[str] = []
    context = browser.new_context(accept_downloads=True)
    context.on("request", lambda request: problems.extend([] if request.url.startswith(LOCAL) else [request.url]))

    def open_it(form: Form | None = None, width: int = 1280, languages: tuple[str, ...] = ("nl", "en", "pl")) -> Page:
        file = tmp_path / "form.html"
        if form is not None or not file.exists():
            form = form or form_for(facts_may_change=True)
            file.write_bytes(page_of(form, content(), languages, "s001_supplier"))
        page = context.new_page()
        page.set_default_timeout(5_000)
        page.clock.set_fixed_time("2026-10-01T12:00:00")
        page.set_viewport_size({"width": width, "height": 844})
        page.on("console", lambda message: problems.append(message.text) if _is_problem(message) else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(file.as_uri())
        return page

    yield open_it
    context.close()
    assert problems == []


def _is_problem(message: ConsoleMessage) -> bool:
    return message.type == "error" and MEANT not in message.text


def _fill_in(page: Page) -> None:
    """What `filled.TYPED` and `filled.NOTES` say, on the page."""
    page.locator("#q-fees").get_by_text("Kosten, die wij").click()
    page.locator("#q-fees summary").click()
    page.fill("#comment-fees", "Meestal binnen twee weken.")
    page.fill("#document-fees", "Loonstrook")
    page.fill("#documentDate-fees", "2026-08-01")
    page.fill("#text-repay_when", "Binnen een maand")
    page.locator("#q-arranged").get_by_text("Woonruimte").click()
    page.locator("#q-arranged").get_by_text("Vervoer, van").click()
    page.locator("#q-transport_cost").get_by_text("De bakker").click()
    page.fill("#n-hours-0", "54")
    page.locator("#q-rest").get_by_text("Weet ik niet").click()
    page.fill("#n-night-0", "35")
    page.fill("#n-owed-0", "4")
    page.fill("#n-owed-1", "12,5")
    page.fill("#text-last_check", "2026-03-01")
    page.locator("#q-curfew").get_by_text("Altijd").click()
    page.locator("#q-rent").get_by_text("Niet van toepassing", exact=True).click()
    page.fill("#reason-rent", "Wonen is gratis.")
    page.fill("#filled-on", "2026-09-30")


def _save(page: Page, folder: Path) -> Path:
    with page.expect_download() as download:
        page.click("#save")
    saved = folder / download.value.suggested_filename
    download.value.save_as(saved)
    return saved


@pytest.mark.parametrize("width", [1280, 390])
def test_from_opening_to_a_file_that_is_read(open_page: Open, tmp_path: Path, width: int) -> None:
    page = open_page(width=width)
    _fill_in(page)
    assert page.inner_text("#progress-text") == "11 van 11 beantwoord"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    saved = _save(page, tmp_path)
    assert saved.name == "s001_supplier_2026-09-30.json"
    reading = read_back(saved, tmp_path)
    assert said(reading) == set(ANSWERS)
    assert codes(reading, Severity.WARNING) == set()


def test_with_the_keyboard_alone(open_page: Open, tmp_path: Path) -> None:
    page = open_page()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "a-fees":
            break
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "save":
            break
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    saved = tmp_path / "answers.json"
    download.value.save_as(saved)
    assert {(a.question, a.keys) for a in read_back(saved, tmp_path).value} == {("fees", ("paid_repaid",))}


def test_the_skip_link_and_the_first_open_question_can_be_reached(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#q-fees").get_by_text("Niets").click()
    page.get_by_role("button", name="Naar de eerste open vraag").click()
    assert page.evaluate("document.activeElement.id") == "q-arranged"


def test_what_was_filled_in_is_back_after_closing(open_page: Open) -> None:
    page = open_page()
    page.locator("#q-fees").get_by_text("Niets", exact=True).click()
    page.fill("#n-hours-0", "54")
    page.locator("#kept").get_by_text("Bewaard").wait_for()
    page.wait_for_timeout(250)  # the browser writes down what a page keeps a moment after the page has kept it
    page.close()
    page = open_page()
    assert page.locator("#q-fees input:checked").get_attribute("value") == "nothing"
    assert page.input_value("#n-hours-0") == "54"
    assert page.inner_text("#kept") == "Wat u eerder invulde, staat er weer."


def test_a_saved_file_can_be_opened_on_another_device(open_page: Open, tmp_path: Path) -> None:
    page = open_page()
    _fill_in(page)
    saved = _save(page, tmp_path)
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("#wipe")
    assert page.inner_text("#progress-text").startswith("0 van")
    page.set_input_files("#open", saved)
    page.locator("#result").get_by_text("De antwoorden uit het bestand").wait_for()
    assert page.inner_text("#progress-text") == "11 van 11 beantwoord"


def test_the_file_of_another_form_changes_nothing(open_page: Open, tmp_path: Path) -> None:
    page = open_page()
    other = tmp_path / "other.json"
    other.write_text(json.dumps({"format": "duediligence-answers", "form": "dd:form?x", "state": {"answers": {}}}))
    page.locator("#q-fees").get_by_text("Niets", exact=True).click()
    page.set_input_files("#open", other)
    page.locator("#result").get_by_text("hoort niet bij dit formulier").wait_for()
    assert page.locator("#q-fees input:checked").get_attribute("value") == "nothing"


def test_only_questions_that_apply_are_shown(open_page: Open) -> None:
    page = open_page()
    told, moved, rest = (page.locator(f"#q-{id}") for id in ("repay_when", "transport_cost", "rest"))
    assert [box.is_visible() for box in (told, moved, rest)] == [True, True, True]  # unknown counts as holding
    page.locator("#q-fees").get_by_text("Niets", exact=True).click()
    page.locator("#q-arranged").get_by_text("Woonruimte").click()
    page.fill("#n-hours-0", "40")
    assert [box.is_visible() for box in (told, moved, rest)] == [False, False, False]
    page.locator("#q-arranged").get_by_text("Vervoer, van").click()
    page.fill("#n-hours-0", "61")
    assert [box.is_visible() for box in (told, moved, rest)] == [False, True, True]
    page.locator("#q-fees").get_by_text("Weet ik niet").click()
    assert told.is_visible()


def test_the_numbers_are_those_of_the_questions_that_are_shown(open_page: Open) -> None:
    page = open_page()

    def numbers() -> list[str]:
        return [box.inner_text() for box in page.locator("legend .number").all() if box.is_visible()]

    assert numbers() == [str(number) for number in range(1, 12)]
    page.locator("#q-fees").get_by_text("Niets", exact=True).click()
    page.fill("#n-hours-0", "40")
    assert numbers() == [str(number) for number in range(1, 10)]
    assert page.inner_text("#progress-text") == "2 van 9 beantwoord"


def test_the_file_says_what_was_asked_so_that_nothing_else_counts_as_open(open_page: Open, tmp_path: Path) -> None:
    """A short form leaves questions for a next one: the supplier did not leave those unanswered."""
    scales = content().scales.model_copy(
        update={"form_minutes": content().scales.form_minutes.model_copy(update={"value": 1})}
    )
    brief = Brief(replace(content(), scales=scales), BAKER, Respondent.SUPPLIER, COMPANY, "nl", screened=Screened({}))
    page = open_page(build_form(brief, facts_may_change=True))
    page.locator("#q-curfew").get_by_text("Altijd").click()
    (tmp_path / "back").mkdir()
    _save(page, tmp_path / "back")
    told = understood(tmp_path / "back")
    standing = {asked.id: asked.standing for asked in told.questions}
    open_ones = dict.fromkeys(("fees", "arranged", "hours"), Standing.OPEN)
    assert standing == {**open_ones, "curfew": Standing.ANSWERED}


def test_a_corrected_fact_brings_questions_back(open_page: Open, tmp_path: Path) -> None:
    page = open_page(form_for(CORNER_SHOP, facts_may_change=True))
    assert not page.locator("#q-curfew").is_visible()
    page.select_option("#fact-housing_by_employer", "true")
    assert page.locator("#q-curfew").is_visible()
    assert page.locator("#q-rent").is_visible()
    page.fill("#fact-migrant_share", "0%")
    assert not page.locator("#q-rent").is_visible()
    page.locator("#q-curfew").get_by_text("Altijd").click()
    reading = read_back(_save(page, tmp_path), tmp_path)
    told = {f.params["fact"]: (f.params["before"], f.params["now"]) for f in reading.findings if "fact" in f.params}
    assert told == {"housing_by_employer": ("Nee", "Ja"), "migrant_share": ("–", "0%")}
    assert {a.question for a in reading.value} == {"curfew"}


def test_an_answer_to_a_question_that_no_longer_applies_is_not_sent(open_page: Open, tmp_path: Path) -> None:
    page = open_page()
    page.fill("#text-repay_when", "Volgend jaar")
    page.locator("#q-fees").get_by_text("Niets", exact=True).click()
    assert {a.question for a in read_back(_save(page, tmp_path), tmp_path).value} == {"fees"}


def test_an_earlier_answer_is_confirmed_and_not_retyped(open_page: Open, tmp_path: Path) -> None:
    page = open_page(form_for(previous=LAST_YEAR, facts_may_change=True))
    assert page.locator("#q-fees .last").inner_text().startswith("Vorige keer: Kosten, die wij")
    for question in ("fees", "arranged", "hours", "night"):
        page.locator(f"#q-{question}").get_by_text("Klopt nog").click()
    page.fill("#filled-on", "2026-09-30")
    answers = {a.question: a for a in said(read_back(_save(page, tmp_path), tmp_path))}
    assert {(a.question, a.keys, a.numbers, a.state, a.comment) for a in LAST_YEAR} == {
        (a.question, a.keys, a.numbers, a.state, a.comment) for a in answers.values()
    }


def test_the_language_can_be_changed_and_what_is_not_translated_shows(open_page: Open) -> None:
    page = open_page()
    page.locator("#q-fees").get_by_text("Niets", exact=True).click()
    page.select_option("#language", "pl")
    assert page.evaluate("document.documentElement.lang") == "pl"
    assert page.locator("#q-fees legend").inner_text().endswith("Ile ludzie płacą, aby tu pracować?")
    assert page.locator("#q-hours legend [lang=en]").inner_text().startswith("How many hours")
    assert page.locator("#q-hours legend .tag").is_visible()
    assert page.locator("#q-fees input:checked").get_attribute("value") == "nothing"


def test_a_number_that_is_none_is_named_and_still_sent(open_page: Open, tmp_path: Path) -> None:
    page = open_page()
    page.fill("#n-hours-0", "1.200")
    page.locator("#n-hours-0").blur()
    assert page.get_attribute("#n-hours-0", "aria-invalid") == "true"
    assert "geen getal" in page.inner_text("#n-hours-0-problem")
    page.locator("#q-curfew").get_by_text("Altijd").click()
    assert "number_ambiguous" in codes(read_back(_save(page, tmp_path), tmp_path))


def test_hostile_names_are_only_text(open_page: Open) -> None:
    name = "</script><script>document.title='x'</script><img src=x onerror=alert(1)>{{ 7*7 }}"
    page = open_page(form_for(Supplier("s001", name, {})))
    assert page.inner_text("h1") == f"Vragen over het werk bij {name}"
    assert page.locator("img").count() == 0
    assert "<b>zo</b>" in page.inner_text("#help-fees")


def test_nothing_can_be_loaded_or_sent(open_page: Open) -> None:
    page = open_page()
    policy = page.get_attribute("meta[http-equiv=Content-Security-Policy]", "content") or ""
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    blocked = page.evaluate(
        """(address) => new Promise((done) => {
             document.addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective));
             const image = new Image(); image.src = address; document.body.append(image);
           })""",
        MEANT,
    )
    assert blocked == "img-src"


def test_on_paper_the_whole_form_is_there(open_page: Open) -> None:
    page = open_page()
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert not page.locator(".bar").is_visible()
    assert not page.locator("#save").is_visible()
    assert page.locator("#comment-fees").is_visible()
    assert page.locator("#q-curfew").is_visible()
    assert "empty" in (page.locator("#filled-on").get_attribute("class") or "")


def test_a_form_is_dark_where_people_read_in_the_dark_and_light_on_paper(open_page: Open) -> None:
    page = open_page()
    ground = "() => getComputedStyle(document.body).backgroundColor"
    page.emulate_media(media="screen", color_scheme="dark")
    assert page.evaluate(ground) == "rgb(20, 25, 29)"
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"


def test_conditions_mean_the_same_on_the_page_as_in_the_tool(open_page: Open) -> None:
    page, chance = open_page(), random.Random(11)
    cases = [_random_case(chance) for _ in range(400)]
    data = [(when.model_dump(mode="json", exclude_none=True), facts, answers) for when, facts, answers in cases]
    script = """(cases) => cases.map(([when, facts, answers]) =>
        window.formLogic.holds(when, (name) => facts[name] ?? null, (id) => answers[id] ?? null))"""
    expected = [holds(when, facts.get, answers.get) for when, facts, answers in cases]
    assert set(expected) == {True, False, None}
    assert page.evaluate(script, data) == expected


def _random_case(
    chance: random.Random,
) -> tuple[When, dict[str, tuple[float | str | bool, ...]], dict[str, tuple[str, ...]]]:
    def when(depth: int) -> dict[str, object]:
        tests = [True, False, ["a", "2"], {"above": 1}, {"at_least": 2, "at_most": 3}, {"below": 2}]
        made: dict[str, object] = {name: chance.choice(tests) for name in "fg" if chance.random() < 0.5}
        if chance.random() < 0.4:
            made["answer"] = {"q": chance.choice([["x"], ["x", "y"]])}
        if depth and chance.random() < 0.6:
            made["any"] = [when(depth - 1) for _ in range(chance.randrange(1, 4))]
        return made

    values: list[tuple[float | str | bool, ...]] = [(True,), (False,), ("a",), (2.0,), (3.5,), ("a", "b"), (1, 4)]
    facts = {name: chance.choice(values) for name in "fg" if chance.random() < 0.7}
    answers = {"q": chance.choice([("x",), ("y",), ("y", "z")])} if chance.random() < 0.7 else {}
    return When.model_validate(when(2)), facts, answers


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_serious(open_page: Open, width: int) -> None:
    script = axe_script()
    page = open_page(form_for(previous=LAST_YEAR, facts_may_change=True), width=width)
    page.locator("#q-fees summary").click()
    page.evaluate(script)
    found = page.evaluate("async () => (await axe.run()).violations.map((v) => [v.impact, v.id, v.nodes[0].html])")
    assert [violation for violation in found if violation[0] in ("serious", "critical")] == []


def test_a_page_without_room_to_keep_answers_says_so(open_page: Open) -> None:
    page = open_page()
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    page.locator("#q-fees").get_by_text("Niets", exact=True).click()
    page.locator("#kept").get_by_text("Dit apparaat bewaart niets").wait_for()


def test_the_form_is_in_the_file_only_as_data() -> None:
    page = page_of(form_for(BAKER), content(), ("nl", "en"), "s001_supplier").decode()
    assert page.count("</script>") == 2
    assert "http:" not in page.replace("http-equiv", "")
    assert page_of(form_for(BAKER), content(), ("nl", "en"), "s001_supplier").decode() == page


def test_the_page_itself_holds_no_answers(tmp_path: Path) -> None:
    file = tmp_path / "s001_supplier.html"
    file.write_bytes(page_of(form_for(BAKER), content(), ("nl", "en"), "s001_supplier"))
    reading = read_back(file, tmp_path)
    assert reading.value == ()
    assert codes(reading) == {"form_page_without_answers"}
