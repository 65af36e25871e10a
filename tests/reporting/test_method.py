"""The method for readers takes every number from the scales."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from duediligence.model.scales import Scales
from duediligence.reporting.shared.method import method_blocks
from duediligence.resources import content_root
from tests.reporting.content import sample_content

SHAPES = {"heading", "paragraph", "list", "table"}


def _with(**changes: object) -> Scales:
    dumped = sample_content().scales.model_dump()
    for path, value in changes.items():
        *parents, last = path.split("__")
        node = dumped
        for parent in parents:
            node = node[parent]
        node[last]["value"] = value
    return Scales.model_validate(dumped)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_change_of_the_scales_changes_the_text(language: str) -> None:
    content = replace(sample_content(), scales=_with(tiers__high_possible=0.77, closing__coercion="E6", caps__E3=0.41))
    text = str(method_blocks(content)[language])
    before = str(method_blocks(sample_content())[language])
    for number in ("77", "E6", "41"):
        assert text.count(number) > before.count(number)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_number_of_the_method_is_written_out(language: str) -> None:
    """What stands outside the placeholders are the ends of the scales and the names of classes."""
    source = (content_root() / "reports" / f"method.{language}.md").read_text("utf-8")
    bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", source)
    assert set(re.findall(r"\d+", bare)) <= {"0", "1", "2", "3", "4", "5", "6", "100"}


def test_both_languages_have_the_same_shape() -> None:
    blocks = method_blocks(sample_content())
    assert [b.kind for b in blocks["nl"]] == [b.kind for b in blocks["en"]]
    assert {b.kind for b in blocks["nl"]} == SHAPES


def test_every_sign_stands_in_the_table() -> None:
    tables = [b for b in method_blocks(sample_content())["en"] if b.kind == "table"]
    assert len(tables[0].rows) == 1 + len(sample_content().indicators)
