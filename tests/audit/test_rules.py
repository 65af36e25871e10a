"""The auditor's content: every number has its reason, every claim its source, and defects are told with their line."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from duediligence.audit.rules import COMMON, sampling_rules, triangulation_rules
from duediligence.declarations.library import Library, Root
from duediligence.errors import ContentError
from duediligence.model.base import Confidence, Sourced
from duediligence.model.scales import Scale
from duediligence.resources import content_root
from tests.audit.record import rules, sampling


def sourced(node: object) -> Iterator[Sourced]:
    if isinstance(node, Sourced):
        yield node
    children: list[object] = []
    if isinstance(node, BaseModel):
        children = [getattr(node, name) for name in type(node).model_fields]
    elif isinstance(node, (tuple, dict)):
        children = list(node.values()) if isinstance(node, dict) else list(node)
    for child in children:
        yield from sourced(child)


RECORDS = [*sourced(sampling()), *sourced(rules())]


def test_there_is_something_to_look_at() -> None:
    assert len(RECORDS) > 40


def test_every_number_says_why() -> None:
    assert [record for record in RECORDS if isinstance(record, Scale) and record.why is None] == []


def test_what_is_no_assumption_names_a_source_and_every_source_is_known() -> None:
    known = Library([Root(content_root())]).sources
    assert [r for r in RECORDS if r.confidence is not Confidence.ASSUMPTION and not r.sources] == []
    assert {id for record in RECORDS for id in record.sources} <= known.keys()


def test_groups_and_documents_speak_about_facts_and_signs_that_exist() -> None:
    library = Library([Root(content_root())])
    facts = {fact for group in sampling().groups for fact in (group.fact, group.spread) if fact}
    assert facts <= library.facts.keys()
    signs = {id for document in sampling().documents for id in document.indicators}
    assert signs <= library.indicators.keys()
    ilo = {i.id for i in library.indicators.values() if i.set == "ilo"}
    assert ilo <= signs, "a sign for which no paper is asked"


def test_the_last_way_to_settle_fits_every_contradiction() -> None:
    last = rules().settle[-1]
    assert (last.assuring, last.objecting, last.dimension) == ((), (), None)


@pytest.mark.parametrize(("old", "new"), [("  chance:", "  chanse:"), ("value: 0.9", "value: much")])
def test_a_defect_is_told_with_file_and_line(tmp_path: Path, old: str, new: str) -> None:
    folder = tmp_path / COMMON
    folder.mkdir(parents=True)
    text = (content_root() / COMMON / "sampling.yaml").read_text("utf-8")
    assert old in text
    (folder / "sampling.yaml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentError) as refused:
        sampling_rules(Library([Root(content_root()), Root(tmp_path, "own")]))
    found = refused.value.findings
    assert found
    assert all(f.location.file == f"own/{COMMON}/sampling.yaml" and f.location.line > 1 for f in found)


def test_content_without_the_rules_is_named(tmp_path: Path) -> None:
    (tmp_path / COMMON).mkdir(parents=True)
    for read in (sampling_rules, triangulation_rules):
        with pytest.raises(ContentError) as refused:
            read(Library([Root(tmp_path)]))
        assert refused.value.code == "no_audit_rules"


def test_an_own_edition_takes_the_place_of_ours(tmp_path: Path) -> None:
    folder = tmp_path / COMMON
    folder.mkdir(parents=True)
    shutil.copy(content_root() / COMMON / "triangulation.yaml", folder)
    own = folder / "triangulation.yaml"
    own.write_text(own.read_text("utf-8").replace('edition: "2026.1"', 'edition: "own"', 1), "utf-8")
    assert triangulation_rules(Library([Root(content_root()), Root(tmp_path, "own")])).edition == "own"


def test_every_sector_has_papers_to_ask_for() -> None:
    library = Library([Root(content_root())])
    asked = {id for document in sampling().documents for id in document.indicators}
    for sector in library.sector_ids():
        sets = library.profile(sector).indicators
        assert {i.id for i in library.indicators.values() if i.set in sets} & asked, sector
