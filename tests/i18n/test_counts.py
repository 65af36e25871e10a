"""A text about a number of things says "1 leverancier" as well as "2 leveranciers"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from duediligence import i18n
from duediligence.i18n.texts import catalogue, translate

AREAS = sorted(path.stem for path in Path(i18n.__path__[0]).glob("*.yaml"))
COUNT = re.compile(
    "accepted|all|answered|answers|asked|bits|cells|certain|count|countries|days|errors|failed|files|handed_in|joint|"
    "leading|length|matched|measured|members|minutes|open|passed|points|problems|questions|random|received|risk|rows|"
    "screened|shown|sites|size|suppliers|times|total|unpublished|values|warnings|withheld|words|workers"
)
"""Parameters that hold a number of things."""
MORE_THAN_ONE = {"text_cut.problem", "many_duplicate_supplier.problem"}
"""Messages that exist only where there are several: a text too long for a cell, a supplier listed again."""
NO_NUMBERS = {"action_new_sites.problem", "now.led_where", "of_matrix"}
"""Where `sites` or `rows` holds names, or a whole sentence."""
UNCHANGING = {
    "nl": "beantwoord|keer|mogelijk|van|vastgesteld",
    "en": "answered|established|more|of|possible",
}
"""Words that are the same behind one and behind several."""


def _texts() -> Iterator[tuple[str, str, str, str]]:
    for area in AREAS:
        for key, texts in catalogue(area).items():
            yield from ((area, key, language, text) for language, text in texts.items())


def _bare_counts(text: str, language: str) -> list[str]:
    """Numbers before a word that nothing says the singular of."""
    before_a_word = re.findall(rf"\{{(\w+)\}} (?!(?:{UNCHANGING[language]})\b)(?=[^\W\d_])", text)
    return [name for name in before_a_word if COUNT.fullmatch(name) and f"{{{name}:" not in text]


def test_every_text_with_a_count_has_a_singular() -> None:
    spared = MORE_THAN_ONE | NO_NUMBERS
    without = [
        f"{area}.{key} ({language}): {text}"
        for area, key, language, text in _texts()
        if key not in spared and key.rpartition(".")[2] not in ("one", "other") and _bare_counts(text, language)
    ]
    assert without == []


def test_a_text_for_several_stands_beside_one_for_one() -> None:
    several = {(area, key) for area, key, _, text in _texts() if key.endswith(".other") and "{" in text}
    one = {(area, f"{key.removesuffix('other')}one") for area, key in several}
    assert len(several) > 40
    assert one <= {(area, key) for area, key, _, _ in _texts()}


@pytest.mark.parametrize(
    ("count", "dutch", "english"),
    [
        (1, "1 gesprek zonder instemming: niet gelezen.", "1 interview without consent: not read."),
        (2, "2 gesprekken zonder instemming: niet gelezen.", "2 interviews without consent: not read."),
    ],
)
def test_one_conversation_is_no_conversations(count: int, dutch: str, english: str) -> None:
    said = [translate("findings.interviews_declined.problem", language, count=count) for language in ("nl", "en")]
    assert said == [dutch, english]


def test_a_count_without_its_singular_is_seen() -> None:
    assert _bare_counts("{count} rijen zijn niet gelezen.", "nl") == ["count"]
    assert _bare_counts("{count} {count:rij is|rijen zijn} niet gelezen.", "nl") == []
    assert _bare_counts("Rijen die niet zijn gelezen: {count}.", "nl") == []
