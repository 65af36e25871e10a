"""One file that loads nothing, runs nothing foreign, and says everything without script."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from duediligence.model.assessment import Interval
from duediligence.model.movement import Direction, Movement, SupplierMove, TierCount
from duediligence.model.response import Supplier
from duediligence.reporting.pages.figures import panorama
from duediligence.reporting.pages.page import render_page
from duediligence.reporting.shared.parts import IndicatorLine, Round
from duediligence.reporting.shared.words import plain
from duediligence.reporting.views import build_view
from tests.reporting.look import sample_round

AUDIENCES = ("company", "union", "ngo")
HOSTILE = "<script>alert(1)</script>\" onload='x' & {{ 7*7 }}"


@cache
def page(audience: str, language: str = "en", copies: int = 1) -> str:
    return render_page(build_view(audience, sample_round(copies)), language)


class _Tags(HTMLParser):
    """Gathers tags, ids, links and classes, and the order of headings."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.tags if attribute in attributes]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_policy_allows_exactly_this_style_and_this_script(audience: str) -> None:
    source = page(audience)
    policy = html.unescape(re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', source)[0])
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        (inline,) = re.findall(rf"<{tag}>(.*?)</{tag}>", source, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


@pytest.mark.parametrize("audience", AUDIENCES)
def test_nothing_is_loaded_and_nothing_runs_from_an_attribute(audience: str) -> None:
    tags = _Tags(page(audience))
    assert not tags.all("src")
    assert not tags.all("style")
    assert not [name for _, attributes in tags.tags for name in attributes if name.startswith("on")]
    outside = [link for link in tags.all("href") if not link.startswith("#")]
    assert all(link.startswith("https://") for link in outside)


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("copies", [1, 3])
def test_every_link_on_the_page_arrives(audience: str, copies: int) -> None:
    tags = _Tags(page(audience, "nl", copies))
    ids = tags.all("id")
    assert len(ids) == len(set(ids))
    missing = {link for link in tags.all("href") if link.startswith("#") and link[1:] not in ids}
    assert not missing


@pytest.mark.parametrize("audience", AUDIENCES)
def test_headings_go_down_one_step_at_a_time(audience: str) -> None:
    levels = [int(tag[1]) for tag, _ in _Tags(page(audience)).tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_it_never_passes_a_verdict(audience: str, language: str) -> None:
    words = re.sub(r"<(style|script)>.*?</\1>|<[^>]+>", " ", page(audience, language), flags=re.DOTALL).lower()
    for verdict in (
        "this is forced labour",
        "dit is dwangarbeid",
        "is compliant",
        "compliant with",
        "voldoet aan het convenant",
    ):
        assert verdict not in words


def test_names_and_comments_from_files_stay_text() -> None:
    round = sample_round()
    first = round.assessment.suppliers[0]
    supplier = Supplier('x"y', HOSTILE, first.supplier.facts)
    answers = tuple(replace(a, comment=HOSTILE, document=HOSTILE) for a in first.answers)
    hostile = replace(first, supplier=supplier, answers=answers)
    others = round.assessment.suppliers[1:]
    changed = replace(round, assessment=replace(round.assessment, suppliers=(hostile, *others), company_name=HOSTILE))
    for audience in AUDIENCES:
        source = render_page(build_view(audience, changed), "nl")
        assert "<script>alert" not in source
        assert len(re.findall("<script>", source)) == 1
        assert "onload='x'" not in re.sub(r"&#39;", "", source.replace("onload=&#39;x&#39;", ""))
        assert "7*7" in source, "a template in a name is shown, not run"


def test_a_source_that_is_no_web_address_is_not_a_link() -> None:
    round = sample_round()
    sources = {**round.content.sources}
    sources["demo_report"] = sources["demo_report"].model_copy(update={"url": "javascript:alert(1)"})
    changed = replace(round, content=replace(round.content, sources=sources))
    assert "javascript:" not in render_page(build_view("company", changed), "nl")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_top_says_what_must_happen_now(language: str) -> None:
    top = re.findall(r'<section id="now".*?</section>', page("company", language), re.DOTALL)[0]
    expected = {
        "nl": "Bij 5 van de 24 leveranciers moet nu iets gebeuren.",
        "en": "Something must happen now at 5 of 24 suppliers.",
    }
    assert expected[language] in top
    for name in ("Fabriek Denkbeeldig 2", "Katoencoöperatie Nergens", "Voorbeeld Spinnerij Noord"):
        assert name in top


def test_every_picture_has_its_numbers_in_words() -> None:
    source = page("company", "en")
    figures = re.findall(r"<figure.*?</figure>", source, re.DOTALL)
    assert len(figures) == 3
    for figure in figures:
        assert "aria-labelledby" in figure
        assert all('aria-hidden="true"' in svg for svg in re.findall(r"<svg[^>]*>", figure))
    assert "3 established" in figures[1]
    assert "threshold 60%" in figures[2]


def test_the_status_and_end_date_of_an_agreement_stand_beside_its_score() -> None:
    source = page("company", "en")
    assert "ended on 31 Dec 2021" in source
    assert "44 to 58 of 100 points" in source
    assert "not that the company complies with any law or standard" in source
    assert "not published" in source


def test_refusals_contradictions_closed_concerns_and_unknown_facts_are_told() -> None:
    source = page("company", "en")
    for words in ("refused", "Contradicted by: worker interviews.", "closed concern", "Unknown, and important"):
        assert words in source


def _moved() -> Movement:
    def move(supplier: str, old: str, new: str) -> SupplierMove:
        better = Direction.BETTER if (old, new) == ("high", "medium") else Direction.WORSE
        return SupplierMove(supplier, supplier, old, new, Interval(0, 0.7), Interval(0, 0.4), better)

    moves = (move("S03", "high", "medium"), move("S02", "high", "critical"), move("S01", "high", "high"))
    tiers = {"high": TierCount(6, 4, 3, 1), "critical": TierCount(1, 2, 0, 1)}
    return Movement("2025-11-01", "2026-11-01", 3, 24, moves, joined=("S04",), left=("S99",), tiers=tiers)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_movement_names_its_denominator(language: str) -> None:
    round = replace(sample_round(), movement=_moved())
    source = render_page(build_view("company", round), language)
    told = {
        "en": (
            "Suppliers in both rounds: 3. Moved to a better risk tier: 1; to a worse one: 1.",
            "One supplier joined, one left",
        ),
        "nl": ("Leveranciers in beide rondes: 3", "vorige ronde 6"),
    }
    for words in told[language]:
        assert words in html.unescape(source)


def test_five_hundred_suppliers_stay_under_three_megabytes() -> None:
    assert len(page("company", "nl", 21).encode()) < 3_000_000
    assert len(page("union", "nl", 21).encode()) < 3_000_000


def test_beyond_what_a_page_can_hold_it_says_so() -> None:
    round = sample_round(22)
    source = render_page(build_view("company", round), "en")
    assert source.count('<details class="site') == 500
    assert "The most urgent suppliers (500 of 528) are shown here" in source


def test_the_same_round_gives_the_same_bytes() -> None:
    round: Round = sample_round()
    assert render_page(build_view("company", round), "nl") == render_page(build_view("company", round), "nl")


def test_a_column_is_as_high_as_its_numbers() -> None:
    line = IndicatorLine("wages", plain("wages"), 1, 1)
    picture = panorama(
        ["high", "low"],
        [Interval(0.5, 0.8), Interval(0, 0)],
        [[Interval(0.5, 0.8)], [Interval(0, 0)]],
        [line],
        plain("all"),
    )
    assert picture.overall.established == "M0.14 100V50H0.86V100z"
    assert picture.overall.possible == "M0.14 50V20H0.86V50z"
    assert [span.tier for span in picture.spans] == ["high", "low"]
