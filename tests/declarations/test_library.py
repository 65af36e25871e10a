"""Content of one's own lies over the bundled one: it wins, and says so where it differs."""

from __future__ import annotations

from pathlib import Path

from duediligence.declarations.library import Library, Root
from tests.declarations.laundry import COMMON, CORE, OUTSIDER, PROFILE


def laid_over(tmp_path: Path, file: str, text: str) -> Library:
    own = tmp_path / "own"
    (own / file).parent.mkdir(parents=True)
    (own / file).write_text(text, encoding="utf-8")
    return Library([Root(OUTSIDER), Root(own, "own")])


def test_a_form_of_ones_own_wins_from_the_bundled_one_whatever_its_edition(tmp_path: Path) -> None:
    text = (OUTSIDER / CORE).read_text(encoding="utf-8").replace('edition: "1.10"', 'edition: "0.1"')
    library = laid_over(tmp_path, CORE, text)
    assert library.questionnaire("laundry_core").edition == "0.1"
    assert [form.edition for form in library.editions("laundry_core")] == ["1.10", "0.1"]
    (finding,) = library.findings
    assert (finding.code, finding.location.file, finding.params["id"]) == (
        "content_replaced",
        f"own/{CORE}",
        "laundry_core",
    )


def test_the_newest_of_ones_own_editions_counts(tmp_path: Path) -> None:
    text = (OUTSIDER / CORE).read_text(encoding="utf-8").replace('edition: "1.10"', 'edition: "1.9"')
    library = laid_over(tmp_path, CORE, text)
    newer = tmp_path / "own" / "questionnaires" / "laundry_core.2.yaml"
    newer.write_text(text.replace('edition: "1.9"', 'edition: "1.10"'), encoding="utf-8")
    assert library.questionnaire("laundry_core").edition == "1.10"


def test_the_same_record_again_replaces_nothing(tmp_path: Path) -> None:
    library = laid_over(tmp_path, PROFILE, (OUTSIDER / PROFILE).read_text(encoding="utf-8"))
    assert library.profile("laundry").id == "laundry"
    assert library.findings == []


def test_an_empty_list_of_ones_own_is_no_defect(tmp_path: Path) -> None:
    library = laid_over(tmp_path, f"{COMMON}/drivers.yaml", "# nothing yet\n")
    assert library.drivers == {}
    assert library.findings == []
