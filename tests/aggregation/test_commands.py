"""The commands as people run them: keys, submit and aggregate on real workspaces."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

import duediligence.cli.commands.submit
from duediligence.aggregation.identity import SHORT_TOKEN
from duediligence.cli.app import app
from duediligence.errors import DisclosureError, InputError, UsageError
from tests.aggregation import office

RUNNER = CliRunner()


def run(*arguments: object) -> str:
    done = RUNNER.invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def workspace(folder: Path, number: int = 1) -> Path:
    """A company with three sites and no answers yet."""
    folder.mkdir(parents=True)
    (folder / "duediligence.yaml").write_text(
        f"company: {{id: m{number}, name: Verzonnen {number} BV, size: small, joined: {{agt: 2020-01-01}}}}\n"
        'sector: garments\nround: "2026"\nassessed_on: 2026-11-01\n'
    )
    (folder / "suppliers.csv").write_text(
        "id,name,country,city,goods,processes,workers,volume,spend\n"
        f"s1,Shared Mill Ltd,IN,Tiruppur,cotton,spinning,200,{100 * number},5\n"
        f"s2,Own Mill {number},BD,Dhaka,garments,cut_make_trim,400,50,5\n"
        f"s3,Other Mill {number},TR,Izmir,garments,cut_make_trim,20,10,5\n"
    )
    (folder / "site.key").write_text(office.KEY_FILE)
    return folder


def test_a_company_sees_what_is_inside_before_it_is_written(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "m1")
    shown = run("submit", folder, "--list", "--lang", "en")
    assert "Nothing was written" in shown
    assert "spend, prices" in shown
    assert not (folder / "submitted").exists()


def test_without_the_key_of_the_secretariat_nothing_is_made(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "m1")
    (folder / "site.key").unlink()
    with pytest.raises(InputError) as problem:
        run("submit", folder, "--yes")
    assert problem.value.code == "no_site_key"


def test_to_look_at_what_would_go_along_needs_no_key(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "m1")
    with_key = run("submit", folder, "--list", "--lang", "en")
    (folder / "site.key").unlink()
    assert run("submit", folder, "--list", "--lang", "en") == with_key


def test_what_goes_along_is_told_in_words(tmp_path: Path) -> None:
    shown = " ".join(run("submit", workspace(tmp_path / "m1"), "--list", "--lang", "nl").split())
    assert "score (vastgesteld)" in shown
    assert "score_established" not in shown


def test_without_a_terminal_nothing_is_written_until_a_flag_says_yes(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "m1")
    for words in ((), ("--quiet",), ("--json",)):
        with pytest.raises(UsageError) as problem:
            RUNNER.invoke(app, ["submit", str(folder), *words], input="n\n", catch_exceptions=False)
        assert problem.value.code == "consent_needed"
    assert not (folder / "submitted").exists()
    run("submit", folder, "--yes")
    assert (folder / "submitted" / "m1-2026.package.zip").is_file()


@pytest.mark.parametrize(("typed", "words"), [("n", ("--quiet",)), ("", ("--json",)), ("jazeker niet", ())])
def test_at_the_terminal_only_a_yes_is_a_yes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, words: tuple[str, ...]
) -> None:
    folder = workspace(tmp_path / "m1")
    monkeypatch.setattr(duediligence.cli.commands.submit, "at_terminal", lambda: True)
    done = RUNNER.invoke(app, ["submit", str(folder), "--lang", "nl", *words], input=f"{typed}\n")
    assert done.exit_code == 1, done.output
    assert "Dit pakket schrijven? [j/N]" in done.stderr
    assert not (folder / "submitted").exists()


@pytest.mark.parametrize("typed", ["Ja", "y"])
def test_at_the_terminal_yes_may_be_said_in_dutch_and_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    folder = workspace(tmp_path / "m1")
    monkeypatch.setattr(duediligence.cli.commands.submit, "at_terminal", lambda: True)
    done = RUNNER.invoke(app, ["submit", str(folder), "--lang", "nl"], input=f"{typed}\n")
    assert done.exit_code == 0, done.output
    assert (folder / "submitted" / "m1-2026.package.zip").is_file()


def test_the_result_of_submit_is_told_last(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "m1")
    (folder / "responses").mkdir()
    (folder / "responses" / "holiday.xlsx").write_bytes(b"no workbook")
    *_, last = run("submit", folder, "--yes", "--lang", "en").strip().splitlines()
    assert last.startswith("Wrote")


def test_from_workspaces_to_a_sector_report_and_back_to_a_member(tmp_path: Path) -> None:
    packages = tmp_path / "packages-2026"
    packages.mkdir()
    for number in range(1, 6):
        told = json.loads(run("submit", workspace(tmp_path / f"m{number}", number), "--yes", "--json"))
        (packages / told["package"]).write_bytes(Path(told["file"]).read_bytes())
    (packages / "m1-2026.package.zip").write_bytes(b"broken")
    office.settings(tmp_path)
    with pytest.raises(DisclosureError) as problem:
        run("aggregate", "-w", tmp_path)
    assert problem.value.code == "too_few_companies"
    (packages / "holiday.zip").write_bytes(b"PK")
    (packages / "m1-2026.package.zip").write_bytes((tmp_path / "m1/submitted/m1-2026.package.zip").read_bytes())
    told = json.loads(run("aggregate", "-w", tmp_path, "--json"))
    assert (told["packages"], told["accepted"], told["shared_sites"]) == (6, 5, 1)
    assert [finding["code"] for finding in told["findings"]] == ["package_unreadable"]
    listed = tmp_path / "reports/2026/members/m2/shared-sites.csv"
    rows = json.loads(run("submit", tmp_path / "m2", "--shared", listed, "--json"))
    assert [{**row, "token": len(row["token"])} for row in rows] == [
        {"id": "s1", "name": "Shared Mill Ltd", "members": 5, "token": SHORT_TOKEN}
    ]
    assert json.loads(run("submit", tmp_path / "m2", "--yes", "--json"))["unchanged"] is True


def test_keys_are_made_once_and_only_their_owner_may_read_them(tmp_path: Path) -> None:
    run("keys", "sites", tmp_path)
    run("keys", "signing", tmp_path)
    for name in ("site.key", "signing.key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    with pytest.raises(UsageError) as problem:
        run("keys", "sites", tmp_path)
    assert problem.value.code == "file_exists"


def test_a_workspace_with_a_signing_key_signs(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "m1")
    run("keys", "signing", folder)
    assert json.loads(run("submit", folder, "--yes", "--json"))["signed"] is True
