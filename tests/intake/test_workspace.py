from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from duediligence.errors import InputError
from duediligence.findings import Finding
from duediligence.i18n.texts import LANGUAGES, translate
from duediligence.intake.workspace import company_path, find_workspace, load_workspace, register_path

GOOD = """
company: {id: c001, name: Voorbeeld BV, country: NL, joined: {agt: 2024-03-01}}
sector: garments
round: "2026"
assessed_on: 2026-11-01
"""


def workspace(folder: Path, text: str) -> Path:
    (folder / "duediligence.yaml").write_text(text, encoding="utf-8")
    return folder


def refused(folder: Path, text: str) -> tuple[Finding, ...]:
    with pytest.raises(InputError) as stopped:
        load_workspace(workspace(folder, text))
    assert (stopped.value.code, stopped.value.exit_code) == ("workspace_invalid", 3)
    return stopped.value.findings


def test_a_workspace(tmp_path: Path) -> None:
    loaded, findings = load_workspace(workspace(tmp_path, GOOD))
    assert findings == ()
    assert (loaded.sector, loaded.assessed_on, loaded.seed) == ("garments", date(2026, 11, 1), 1)
    assert loaded.company.joined == {"agt": date(2024, 3, 1)}


def test_it_is_found_from_a_folder_inside_it(tmp_path: Path) -> None:
    inside = workspace(tmp_path, GOOD) / "responses" / "2026"
    inside.mkdir(parents=True)
    assert find_workspace(inside) == tmp_path


def test_no_workspace_anywhere(tmp_path: Path) -> None:
    with pytest.raises(InputError) as stopped:
        find_workspace(tmp_path)
    assert stopped.value.code == "no_workspace"


def test_an_unknown_key_is_named_and_the_rest_is_used(tmp_path: Path) -> None:
    loaded, (finding,) = load_workspace(workspace(tmp_path, f"{GOOD}sead: 7\n"))
    assert (finding.code, finding.location.line, finding.params["nearest"]) == ("unknown_key", 6, "seed")
    assert loaded.seed == 1


def test_every_mistake_is_named_with_its_line(tmp_path: Path) -> None:
    text = "company: {id: c001}\nsector: Garments\nassesed_on: 2026-11-01\nround: 2026\nlanguages: nl\n"
    assert [(f.code, f.location.line, f.location.path) for f in refused(tmp_path, text)] == [
        ("missing_key", 1, "company"),
        ("bad_id", 2, "sector"),
        ("unknown_key", 3, "assesed_on"),
        ("wrong_type", 5, "languages"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- a\n- b\n", "wrong_type"),
        ("", "workspace_empty"),
        ("company: [\n", "yaml_syntax"),
        (GOOD + "sector: metals\n", "duplicate_key"),
        (GOOD.replace("2026-11-01", "1 november"), "wrong_type"),
        (GOOD.replace("country: NL", "size: huge"), "not_one_of"),
    ],
)
def test_what_is_no_workspace(tmp_path: Path, text: str, code: str) -> None:
    if code == "duplicate_key":
        assert [f.code for f in load_workspace(workspace(tmp_path, text))[1]] == [code]
    else:
        assert [f.code for f in refused(tmp_path, text)] == [code]


def test_the_register_that_is_there_is_found(tmp_path: Path) -> None:
    loaded, _ = load_workspace(workspace(tmp_path, GOOD))
    with pytest.raises(InputError) as stopped:
        register_path(tmp_path, loaded)
    assert (stopped.value.code, stopped.value.params) == ("no_register", {"file": "suppliers.xlsx"})
    (tmp_path / "suppliers.csv").touch()
    assert register_path(tmp_path, loaded).name == "suppliers.csv"
    (tmp_path / "suppliers.xlsx").touch()
    assert register_path(tmp_path, loaded).name == "suppliers.xlsx"
    named, _ = load_workspace(workspace(tmp_path, f"{GOOD}register: suppliers.csv\n"))
    assert register_path(tmp_path, named).name == "suppliers.csv"


def test_the_company_s_own_answers_may_be_absent(tmp_path: Path) -> None:
    loaded, _ = load_workspace(workspace(tmp_path, GOOD))
    assert company_path(tmp_path, loaded) is None
    (tmp_path / "company.xlsx").touch()
    assert company_path(tmp_path, loaded) == tmp_path / "company.xlsx"


@pytest.mark.parametrize("language", LANGUAGES)
def test_errors_have_a_text(language: str) -> None:
    for code, params in (
        ("no_workspace", {"folder": "F"}),
        ("no_register", {"file": "F"}),
        ("workspace_invalid", {"file": "F"}),
    ):
        assert "F" in translate(f"errors.{code}", language, **params)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("2026-11-01", "9999-12-31", "date_out_of_time"),
        ("2024-03-01", "0024-03-01", "date_out_of_time"),
        ("c001", '"../../evil"', "bad_company_id"),
        ("c001", '".."', "bad_company_id"),
        ("Voorbeeld BV", '" "', "blank_text"),
        ("Voorbeeld BV", "B" * 201, "text_too_long"),
        ('"2026"', "r" * 41, "text_too_long"),
        ("sector:", "responses: .\nsector:", "responses_in_the_way"),
        ("sector:", "reports: responses/out\nsector:", "responses_in_the_way"),
    ],
)
def test_what_cannot_be_worked_with_is_named(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert [finding.code for finding in refused(tmp_path, GOOD.replace(old, new))] == [code]


def test_an_empty_file_is_called_empty(tmp_path: Path) -> None:
    assert [finding.code for finding in refused(tmp_path, "# nothing yet\n")] == ["workspace_empty"]


def test_reports_beside_the_answers_are_in_nobodys_way(tmp_path: Path) -> None:
    loaded, findings = load_workspace(workspace(tmp_path, GOOD + "reports: .\n"))
    assert (loaded.reports, findings) == (".", ())
