"""What a company hands in: only what the agreement lets the secretariat see, same bytes again, corrections apart."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import polars as pl
import pytest

from duediligence.aggregation.hand_in import hand_in
from duediligence.aggregation.opening import Opened, open_package
from duediligence.aggregation.visibility import visibility
from duediligence.errors import InputError
from duediligence.model.agreement import Agreement
from duediligence.model.package import TABLES
from duediligence.workflow.submitting import write
from tests import generators
from tests.aggregation import office

ROUND = generators.invented_round(generators.Sector(canaries=True), 1)


def opened(path: Path) -> Opened:
    found = open_package(path, office.visible().tables)
    assert isinstance(found, Opened)
    return found


def asking(**changes: object) -> Agreement:
    """The agreement with another list of what it lets the secretariat see."""
    agreement = generators.content().agreements[generators.AGREEMENT]
    return agreement.model_copy(update={"submission": agreement.submission.model_copy(update=changes)})


def test_no_word_that_people_wrote_is_in_any_byte_of_a_package(tmp_path: Path) -> None:
    for round in generators.Sector(companies=20, canaries=True).rounds():
        for format in ("parquet", "csv"):
            package = office.prepared(round, tmp_path, format=format)
            parts = list(package.files.values())
            parts += [
                repr(pl.read_parquet(BytesIO(data)).rows()).encode()
                for name, data in package.files.items()
                if name.endswith(".parquet")
            ]
            for secret in (generators.CANARY, "987654321", "0.123456"):
                assert not [part for part in parts if secret.encode() in part or secret.encode("utf-16-le") in part]


def test_volumes_go_along_as_one_total_and_only_where_the_agreement_asks() -> None:
    volumes = [s.supplier.number("volume") for s in ROUND.assessment.suppliers]
    with_weight, without = (
        hand_in(ROUND, visibility(asking(weight=weight), generators.content()), office.KEY)
        for weight in ("volume", None)
    )
    assert with_weight.tables["company"][0][-1] == sum(v or 0.0 for v in volumes)
    assert without.tables["company"][0][-1] is None
    assert "all_volumes" in without.withheld


def test_an_agreement_that_asks_for_countries_gets_no_names_or_provinces() -> None:
    handed = hand_in(ROUND, visibility(asking(location="country"), generators.content()), office.KEY)
    assert "places" not in handed.tables
    assert "addresses" in handed.withheld
    subdivision = list(TABLES["sites"]).index("subdivision")
    assert {row[subdivision] for row in handed.tables["sites"]} == {None}


def test_commitments_that_are_the_companys_own_stay_with_it() -> None:
    agreement = generators.content().agreements[generators.AGREEMENT]
    first, *rest = agreement.commitments
    private = agreement.model_copy(update={"commitments": (first.model_copy(update={"publish": "company"}), *rest)})
    handed = hand_in(ROUND, visibility(private, generators.content()), office.KEY)
    ids = {row[0] for row in handed.tables["commitments"]}
    assert first.id not in ids
    assert ids == {c.id for c in rest if c.publish != "company"}
    assert "commitments" in handed.withheld


def test_a_private_fact_never_leaves_whatever_the_agreement_says() -> None:
    wanted = asking(facts=("goods", "corridors", "spend", "address", "nonsense"))
    assert set(visibility(wanted, generators.content()).facts) == {"goods"}


def test_the_same_round_gives_the_same_bytes_in_whatever_order(tmp_path: Path) -> None:
    first, second = (write(office.prepared(ROUND, tmp_path / name)) for name in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()
    turned = replace(ROUND.assessment, suppliers=tuple(reversed(ROUND.assessment.suppliers)))
    third = write(office.prepared(replace(ROUND, assessment=turned), tmp_path / "c"))
    assert third.read_bytes() == first.read_bytes()


def test_csv_and_parquet_say_the_same(tmp_path: Path) -> None:
    parquet, csv = (opened(write(office.prepared(ROUND, tmp_path / f, format=f))) for f in ("parquet", "csv"))
    for name, data in parquet.tables.items():
        assert pl.read_parquet(BytesIO(data)).rows() == pl.read_parquet(BytesIO(csv.tables[name])).rows()


def test_writing_again_changes_nothing_and_a_correction_gets_a_number(tmp_path: Path) -> None:
    first = write(office.prepared(ROUND, tmp_path))
    again = office.prepared(ROUND, tmp_path)
    assert again.unchanged
    assert write(again) == first
    better = replace(ROUND, assessment=replace(ROUND.assessment, suppliers=ROUND.assessment.suppliers[:-1]))
    corrected = office.prepared(better, tmp_path)
    assert corrected.package.manifest.revision == 2
    assert corrected.package.manifest.replaces == opened(first).digest
    second = write(corrected)
    assert sorted(tmp_path.glob("*.zip")) == sorted([first, second])
    assert office.prepared(better, tmp_path).unchanged


def test_a_package_that_is_there_with_other_content_is_never_overwritten(tmp_path: Path) -> None:
    package = office.prepared(ROUND, tmp_path)
    package.target.write_bytes(b"something else")
    with pytest.raises(InputError):
        write(package)
    assert package.target.read_bytes() == b"something else"


def test_the_list_on_screen_is_the_list_in_the_manifest(tmp_path: Path) -> None:
    package = office.prepared(ROUND, tmp_path)
    with ZipFile(write(package)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    told = {row["table"]: (row["rows"], row["columns"]) for row in package.document["tables"]}
    assert told == {name: (entry["rows"], entry["columns"]) for name, entry in manifest["tables"].items()}
    assert package.document["withheld"] == manifest["withheld"]
    assert {"inputs", "seed"}.isdisjoint(manifest)


def test_a_sites_number_says_nothing_about_the_companys_own_list() -> None:
    tokens: dict[object, object] = {}
    for site, _, token in hand_in(ROUND, office.visible(), office.KEY).tables["tokens"]:
        tokens.setdefault(site, token)
    assert list(tokens.values()) == sorted(tokens.values(), key=str)
    assert len(tokens) == len(ROUND.assessment.suppliers)
