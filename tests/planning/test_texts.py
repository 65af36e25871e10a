"""Every finding of this floor has its texts, and says nothing that its params do not give."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import duediligence
from duediligence.i18n.texts import LANGUAGES, catalogue, translate
from duediligence.model.plan import ActionState
from duediligence.model.plan_sheet import COLUMNS, NO, YES

PACKAGE = Path(duediligence.__file__).parent
SOURCES = [*sorted((PACKAGE / "planning").glob("*.py")), PACKAGE / "intake" / "plan_workbook.py"]
RAISED = re.compile(r'(?:note|warning|error)\(\s*"(\w+)"((?:[^()]|\([^()]*\))*)\)')


def _raised() -> list[tuple[str, frozenset[str]]]:
    """Code and params of every finding that the sources can raise."""
    found = [match for source in SOURCES for match in RAISED.findall(source.read_text(encoding="utf-8"))]
    return [(code, _params(arguments)) for code, arguments in found]


def _params(arguments: str) -> frozenset[str]:
    """The params that a call names, and those with which a round names an action."""
    about = {"action", "subject", "id"} if "round.about(" in arguments else set()
    return frozenset(re.findall(r"(\w+)=", arguments)) | about


def test_the_sources_raise_findings() -> None:
    assert {"plan_no_actions", "action_claimed", "own_action_without_due"} <= {code for code, _ in _raised()}


@pytest.mark.parametrize(("code", "params"), _raised())
@pytest.mark.parametrize("part", ["problem", "remedy"])
def test_every_finding_has_its_texts(code: str, params: frozenset[str], part: str) -> None:
    texts = catalogue("findings")[f"{code}.{part}"]
    assert set(texts) == set(LANGUAGES)
    for text in texts.values():
        assert set(re.findall(r"\{(\w+)\}", text)) <= params


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_state_and_flag_has_a_name_of_its_own(language: str) -> None:
    keys = {"columns": COLUMNS, "states": tuple(state.value for state in ActionState), "flags": (YES, NO)}
    for part, names in keys.items():
        shown = [translate(f"plan.{part}.{name}", language) for name in names]
        assert len(set(shown)) == len(names)
