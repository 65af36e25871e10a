"""Somebody adds a sector by copying one folder, as `sector_profiles/README.md` tells, and writes no Python."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from duediligence.cli.app import main
from duediligence.resources import content_root

REGISTER = "id,name,country,processes,workers\nk1,Grey Needle,Bangladesh,knitting,420\nk2,Dunes,NL,finishing,12\n"


def run(*words: str | Path) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return int(ended.value.code or 0)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A content folder of one's own with a copy of the garments sector under another id."""
    copy = tmp_path / "own" / "sector_profiles" / "knitwear"
    shutil.copytree(content_root() / "sector_profiles" / "garments", copy)
    profile = copy / "profile.yaml"
    profile.write_text(profile.read_text(encoding="utf-8").replace("id: garments\n", "id: knitwear\n", 1), "utf-8")
    return tmp_path / "own"


def test_the_copy_is_sound_and_its_cases_hold(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("content", "lint", "knitwear", "--content", own, "--json") == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []
    assert run("content", "test", "knitwear", "--content", own, "--quiet") == 0


def test_a_company_of_the_new_sector_starts_and_is_assessed(own: Path, tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    assert run("init", workspace, "--sector", "knitwear", "--content", own) == 0
    (workspace / "suppliers.xlsx").unlink()
    settings = workspace / "duediligence.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("suppliers.xlsx", "suppliers.csv"), "utf-8")
    (workspace / "suppliers.csv").write_text(REGISTER, encoding="utf-8")
    assert run("assess", workspace, "--quiet") == 0
    found = json.loads((workspace / "reports" / "assessment.json").read_text(encoding="utf-8"))
    assert {s["id"] for s in found["suppliers"]} == {"k1", "k2"}
    assert "knitwear" in found["editions"]


@pytest.mark.parametrize(
    ("forgotten", "code"),
    [
        (("id: knitwear\n", "id: garments\n"), "profile_in_other_folder"),
        (("supplier_core", "supplier_cor"), "unknown_questionnaire_id"),
        (("agreements: [agt]", "agreements: [knitwear_covenant]"), "unknown_agreement_id"),
    ],
)
def test_what_is_forgotten_is_named(
    forgotten: tuple[str, str], code: str, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = own / "sector_profiles" / "knitwear" / "profile.yaml"
    old, new = forgotten
    text = profile.read_text(encoding="utf-8")
    assert old in text
    profile.write_text(text.replace(old, new), encoding="utf-8")
    assert run("content", "lint", "--content", own, "--json") == 4
    found = {(f["code"], f["file"]) for f in json.loads(capsys.readouterr().out)["findings"]}
    assert (code, "own/sector_profiles/knitwear/profile.yaml") in found
