"""Bad packages among good ones: each is refused by name and reason, and the rest goes on."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl
import pytest
from openpyxl import load_workbook

from duediligence.aggregation import opening
from duediligence.aggregation.packing import zipped
from duediligence.aggregation.signing import new_key_pair, read_signing_key
from duediligence.errors import InputError
from duediligence.findings import Finding
from duediligence.i18n.texts import translate
from duediligence.model.package import MANIFEST
from duediligence.tables.engine import PolarsEngine
from duediligence.workflow.aggregating import Aggregated, aggregate
from duediligence.workflow.sector_files import write_report
from duediligence.workflow.submitting import Prepared, write
from tests import generators
from tests.aggregation import office

SECTOR = generators.Sector(companies=12, sites=4)
ROUNDS = tuple(SECTOR.rounds())
GOOD = 6
"""The first of the members are good; another one is there to be spoiled."""
SPOILED = 9
PAIR, STRANGER = new_key_pair(), new_key_pair()
PRIVATE = read_signing_key(PAIR.private, "signing.key")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with good packages only."""
    office.hand_in_all(ROUNDS[:GOOD], tmp_path / "packages-2026")
    return office.settings(tmp_path, members=office.members(12))


def add_up(folder: Path) -> Aggregated:
    return aggregate(folder, proved=False)


def package(folder: Path, **options: object) -> Prepared:
    """One more package, not written yet."""
    return office.prepared(ROUNDS[SPOILED], folder / "packages-2026", **options)


def put(folder: Path, data: bytes, name: str = "bad.package.zip") -> None:
    (folder / "packages-2026" / name).write_bytes(data)


def said(folder: Path, counting: int = GOOD) -> list[Finding]:
    """What is said when the packages are added up; the good ones must count, and every text must be there."""
    done = add_up(folder)
    assert done.report.participation.handed_in == counting
    for finding in done.findings:
        for language in ("nl", "en"):
            for part in ("problem", "remedy"):
                assert translate(f"findings.{finding.code}.{part}", language, **finding.params)
    return [finding for finding in done.findings if finding.code != "members_without_package"]


def only(folder: Path, counting: int = GOOD) -> Finding:
    (finding,) = said(folder, counting)
    return finding


ELSEWHERE: dict[str, dict[str, object]] = {
    "package_other_agreement": {"agreement": "another"},
    "package_other_sector": {"sector": "food"},
    "package_other_round": {"round": "2025"},
    "package_other_site_key": {"site_key": "0" * 16},
    "package_other_location": {"location": "country"},
    "package_other_weight": {"weight": None},
    "package_of_no_member": {"company": "stranger"},
    "package_from_future": {"assessed_on": date(2026, 12, 24)},
    "package_other_edition": {"editions": {}},
}


def test_packages_that_do_not_belong_here_are_each_refused_for_their_reason(folder: Path) -> None:
    good = package(folder)
    for code, changes in ELSEWHERE.items():
        put(folder, office.repacked(good, **changes), f"{code}.package.zip")
    reasons: dict[str, set[str]] = {}
    for finding in said(folder):
        reasons.setdefault(Path(finding.location.file).name, set()).add(finding.code)
        assert finding.params["company"] in ("c009", "stranger")
    for code in ELSEWHERE:
        others = {"package_other_table"} if code == "package_other_edition" else set()
        assert reasons[f"{code}.package.zip"] == {code} | others


def test_another_edition_is_named_with_both(folder: Path) -> None:
    good = package(folder)
    put(folder, office.repacked(good, editions={**good.package.manifest.editions, "agt": "1999.1"}))
    finding = only(folder)
    assert (finding.code, finding.params["what"], finding.params["found"]) == ("package_other_edition", "agt", "1999.1")


def test_a_table_that_was_changed_after_the_manifest(folder: Path) -> None:
    good = package(folder)
    written = BytesIO()
    pl.read_parquet(BytesIO(good.files["sites.parquet"])).with_columns(tier=pl.lit("low")).write_parquet(written)
    put(folder, zipped({**good.files, "sites.parquet": written.getvalue()}))
    finding = only(folder)
    assert (finding.code, finding.params["name"]) == ("package_tampered", "sites.parquet")


def test_a_table_that_is_missing(folder: Path) -> None:
    put(folder, zipped({name: data for name, data in package(folder).files.items() if name != "risks.parquet"}))
    assert only(folder).code == "package_tampered"


def test_a_file_that_nobody_asked_for(folder: Path) -> None:
    put(folder, zipped({**package(folder).files, "payroll.xlsx": b"names"}))
    finding = only(folder)
    assert (finding.code, finding.params["name"]) == ("package_stray_file", "payroll.xlsx")


CANNOT_BE = [
    ("sites", "tier", "excellent", "tier"),
    ("sites", "coverage", 1.5, "coverage"),
    ("sites", "coverage", float("nan"), "coverage"),
    ("sites", "country", "Nederland", "country"),
    ("sites", "criticals", -1, "criticals"),
    ("sites", "site", 1, "double"),
    ("risks", "indicator", "bad_breath", "indicator"),
    ("risks", "site", 999, "no_such_site"),
    ("facts", "value", "=cmd", "value"),
    ("commitments", "state", "splendid", "state"),
    ("commitments", "commitment", "agt_policy_of_another", "commitment"),
    ("actions", "count", 0, "count"),
    ("actions", "lead", "nobody", "lead"),
    ("company", "weight", -5.0, "weight"),
    ("company", "score_established", 0.9999, "score_order"),
    ("tokens", "token", "not a token", "token"),
]


def test_values_that_cannot_be_are_all_named_in_one_run(folder: Path) -> None:
    for number, (table, column, value, _) in enumerate(CANNOT_BE):
        name = f"x{number:02}"
        spoiled = _with_value(package(folder), table, column, value)
        put(folder, office.repacked(spoiled, company=name), f"{number:02}.package.zip")
    office.settings(folder)
    found = [f for f in said(folder) if f.code == "package_values"]
    named = {(str(f.params["company"]), f.params["table"], f.params["rule"]) for f in found}
    assert {(f"x{n:02}", table, rule) for n, (table, _, _, rule) in enumerate(CANNOT_BE)} <= named
    assert {company for company, _, _ in named} == {f"x{n:02}" for n in range(len(CANNOT_BE))}


def _with_value(good: Prepared, table: str, column: str, value: object) -> Prepared:
    """A package that is whole and honest about its bytes, with one value that cannot be."""
    frame = pl.read_parquet(BytesIO(good.files[f"{table}.parquet"]))
    values = [value, *frame[column].to_list()[1:]]
    return _with_table(good, table, frame.with_columns(pl.Series(column, values, dtype=frame.schema[column])))


def _with_table(good: Prepared, table: str, frame: pl.DataFrame) -> Prepared:
    written = BytesIO()
    frame.write_parquet(written)
    entry = good.package.manifest.tables[table].model_copy(update={"sha256": sha256(written.getvalue()).hexdigest()})
    manifest = good.package.manifest.model_copy(update={"tables": {**good.package.manifest.tables, table: entry}})
    files = {**good.files, f"{table}.parquet": written.getvalue()}
    return replace(good, files=files, package=replace(good.package, manifest=manifest))


def test_a_table_with_other_columns(folder: Path) -> None:
    put(folder, office.repacked(_with_table(package(folder), "sites", pl.DataFrame({"site": ["a"], "salary": [3]}))))
    assert only(folder).code == "package_malformed"


def test_a_table_with_another_number_of_rows(folder: Path) -> None:
    good = package(folder)
    entry = good.package.manifest.tables["sites"].model_copy(update={"rows": 3_000_000})
    put(folder, office.repacked(good, tables={**good.package.manifest.tables, "sites": entry}))
    assert only(folder).code == "package_malformed"


def test_a_table_that_is_damaged_inside(folder: Path) -> None:
    good = package(folder)
    damaged = good.files["sites.parquet"][:40] + b"\x00" * 60 + good.files["sites.parquet"][100:]
    entry = good.package.manifest.tables["sites"].model_copy(update={"sha256": sha256(damaged).hexdigest()})
    spoiled = replace(good, files={**good.files, "sites.parquet": damaged})
    put(folder, office.repacked(spoiled, tables={**good.package.manifest.tables, "sites": entry}))
    assert only(folder).code == "package_malformed"


NO_PACKAGES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "package_unreadable"),
    "cut": (b"PK\x03\x04 and no more", "package_unreadable"),
    "other": (zipped({"readme.txt": b"hello"}), "package_without_manifest"),
    "brace": (zipped({MANIFEST: b"{"}), "package_manifest_invalid"),
    "list": (zipped({MANIFEST: b"[1]"}), "package_manifest_invalid"),
    "deep": (zipped({MANIFEST: b"[" * 100_000}), "package_manifest_invalid"),
    "newer": (zipped({MANIFEST: b'{"schema": "duediligence.package/9"}'}), "package_other_schema"),
    "bare": (zipped({MANIFEST: b'{"schema": "duediligence.package/1"}'}), "package_manifest_invalid"),
    "path": (zipped({"../../evil.sh": b"rm", MANIFEST: b"{}"}), "package_stray_file"),
    "many": (zipped({f"{number}.txt": b"" for number in range(200)}), "package_too_large"),
}


def test_members_without_a_package_that_counts_are_named(folder: Path) -> None:
    put(folder, b"broken", "c007.package.zip")
    done = add_up(folder)
    (missing,) = (f for f in done.findings if f.code == "members_without_package")
    assert missing.params == {"count": 6, "companies": "c006, c007, c008, c009, c010, c011"}


def test_what_lies_among_the_packages_and_is_none_is_named(folder: Path) -> None:
    put(folder, (folder / "packages-2026/c001-2026.package.zip").read_bytes(), "renamed.pdf")
    put(folder, b"", ".hidden")
    (folder / "packages-2026/empty").mkdir()
    (folder / "packages-2026/link.zip").symlink_to(folder / "packages-2026/c001-2026.package.zip")
    found = said(folder)
    assert {finding.code for finding in found} == {"package_not_recognised"}
    assert [Path(finding.location.file).name for finding in found] == ["empty", "link.zip", "renamed.pdf"]


def test_files_that_are_no_packages(folder: Path) -> None:
    for name, (data, _) in NO_PACKAGES.items():
        put(folder, data, f"{name}.zip")
    found = {Path(finding.location.file).stem: finding.code for finding in said(folder)}
    assert found == {name: code for name, (_, code) in NO_PACKAGES.items()}


def test_a_bomb_is_not_unpacked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, b"0" * 2_000_000)
    monkeypatch.setattr(opening, "LARGEST_FILE", 1_000_000)
    put(folder, written.getvalue())
    assert only(folder).code == "package_too_large"


def test_a_zip_that_holds_more_than_it_promises_is_not_read_to_its_end(folder: Path) -> None:
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, b"0" * 2_000_000)
    lying = written.getvalue().replace((2_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    put(folder, lying)
    assert only(folder).code in ("package_too_large", "package_unreadable", "package_manifest_invalid")


@pytest.mark.parametrize("where", ["file", "company"])
def test_a_manifest_that_hides_a_path_in_a_name(folder: Path, where: str) -> None:
    good = package(folder)
    manifest = json.loads(good.files[MANIFEST])
    if where == "file":
        manifest["tables"]["sites"]["file"] = "../sites.parquet"
    else:
        manifest["company"] = "../../etc/passwd"
    put(folder, zipped({**good.files, MANIFEST: json.dumps(manifest).encode()}))
    assert only(folder).code == "package_manifest_invalid"


def test_a_package_that_is_handed_in_twice_counts_once(folder: Path) -> None:
    first = next((folder / "packages-2026").glob("c001*.zip"))
    put(folder, first.read_bytes(), "again.package.zip")
    finding = only(folder)
    assert (finding.code, finding.severity.name) == ("package_twice", "NOTE")


def test_a_correction_replaces_its_older_self_and_the_report_says_so(folder: Path) -> None:
    fewer = replace(ROUNDS[1].assessment, suppliers=ROUNDS[1].assessment.suppliers[:1])
    write(office.prepared(replace(ROUNDS[1], assessment=fewer), folder / "packages-2026"))
    done = add_up(folder)
    assert [f.code for f in done.findings if f.code.startswith("package")] == ["package_replaced"]
    assert done.report.corrected == 1
    assert done.report.participation.handed_in == GOOD
    number = done.intake.companies.index("c001")
    assert sum(row["number"] == number for row in done.data["sites"].collect().rows(named=True)) == 1


def test_two_packages_with_one_number_tell_nobody_which_counts(folder: Path) -> None:
    fewer = replace(ROUNDS[1].assessment, suppliers=ROUNDS[1].assessment.suppliers[:1])
    elsewhere = write(office.prepared(replace(ROUNDS[1], assessment=fewer), folder / "elsewhere"))
    put(folder, elsewhere.read_bytes(), "other.package.zip")
    assert [f.code for f in said(folder, GOOD - 1)] == ["package_conflict", "package_conflict"]


def handed_in_as(number: int, folder: Path, **about: object) -> bytes:
    """What a member hands in that calls itself otherwise."""
    given = office.prepared(ROUNDS[number], folder / "elsewhere")
    return office.repacked(given, **about)


def test_two_companies_with_one_id_are_both_named_and_what_to_do_is_said(folder: Path) -> None:
    put(folder, handed_in_as(SPOILED, folder, company="c001"), "other.package.zip")
    found = said(folder, GOOD - 1)
    assert [finding.code for finding in found] == ["package_id_shared"] * 2
    told = translate("findings.package_id_shared.problem", "en", **found[0].params)
    assert "Verzonnen Kleding 1 BV" in told
    assert f"Verzonnen Kleding {SPOILED} BV" in told


def test_one_company_never_replaces_another_that_chose_the_same_id(folder: Path) -> None:
    put(folder, handed_in_as(SPOILED, folder, company="c001", revision=2, replaces="0" * 64), "other.package.zip")
    assert {finding.code for finding in said(folder, GOOD - 1)} == {"package_id_shared"}


def test_a_member_that_the_secretariat_calls_otherwise_is_told_and_counts(folder: Path) -> None:
    named = [{"id": m["id"], "name": "Visimport IJmuiden" if m["id"] == "c002" else ""} for m in office.members(12)]
    office.settings(folder, members=named)
    finding = only(folder)
    assert (finding.code, finding.params["company"], finding.severity.name) == ("package_other_name", "c002", "WARNING")


def test_a_first_package_is_no_correction_in_the_secretariats_list(folder: Path) -> None:
    written = write_report(add_up(folder), PolarsEngine())
    rows = load_workbook(written / "secretariat/packages.xlsx").worksheets[0].iter_rows(min_row=2, values_only=True)
    assert {row[3] for row in rows if row[0]} == {0}


def test_a_folder_is_a_package_too(folder: Path) -> None:
    for name, data in package(folder).files.items():
        generators.write(folder / "packages-2026" / "c009", name, data)
    assert said(folder, GOOD + 1) == []


def test_where_nothing_counts_all_reasons_are_given(tmp_path: Path) -> None:
    office.settings(tmp_path)
    generators.write(tmp_path / "packages-2026", "bad.zip", b"no zip")
    with pytest.raises(InputError) as problem:
        add_up(tmp_path)
    assert problem.value.code == "no_package_counts"
    assert [f.code for f in problem.value.findings] == ["package_unreadable"]


# ---- where signatures are asked for


def signing_office(folder: Path, trusted: str = "") -> Path:
    """A workspace whose good packages are signed by a key that is trusted."""
    for round in ROUNDS[:GOOD]:
        write(office.prepared(round, folder / "packages-2026", signing=PRIVATE))
    lines = [f'{round.company.id}: "{PAIR.public.split()[1]}"' for round in ROUNDS[:GOOD]]
    (folder / "trusted-keys.yaml").write_text("\n".join([*lines, trusted]))
    return office.settings(folder, signed=True, trusted_keys="trusted-keys.yaml")


def test_signed_packages_count(tmp_path: Path) -> None:
    assert said(signing_office(tmp_path)) == []


def test_an_unsigned_package_is_refused(tmp_path: Path) -> None:
    folder = signing_office(tmp_path)
    put(folder, zipped(package(folder).files))
    assert only(folder).code == "package_unsigned"


def test_a_signer_whom_nobody_knows_is_refused(tmp_path: Path) -> None:
    folder = signing_office(tmp_path)
    write(package(folder, signing=PRIVATE))
    assert only(folder).code == "package_signer_unknown"


def test_a_signature_of_somebody_else_is_refused(tmp_path: Path) -> None:
    folder = signing_office(tmp_path, f'c009: "{STRANGER.public.split()[1]}"')
    write(package(folder, signing=PRIVATE))
    assert only(folder).code == "package_signature_wrong"


def test_a_manifest_changed_after_signing_is_refused(tmp_path: Path) -> None:
    folder = signing_office(tmp_path, f'c009: "{PAIR.public.split()[1]}"')
    put(folder, office.repacked(package(folder, signing=PRIVATE), company_name="Another BV"))
    assert only(folder).code == "package_signature_wrong"


def test_the_same_key_gives_the_same_signature(tmp_path: Path) -> None:
    first, second = (write(office.prepared(ROUNDS[0], tmp_path / name, signing=PRIVATE)) for name in "ab")
    assert first.read_bytes() == second.read_bytes()
