"""A small workspace for tests of commands, and how a command ended."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from duediligence.cli.app import main

MINI = Path(__file__).parents[1] / "content" / "mini"
SETTINGS = """\
company: {id: c1, name: Invented BV}
sector: x
round: "2026"
assessed_on: 2026-11-01
languages: [en, nl]
content: content
"""
REGISTER = "id,name,country,processes,workers\ns1,Blue Mill,India,spinning,300\ns2,Red Dye House,Noorwegen,dyeing,40\n"
ANSWERS = "supplier,source,date,question,answer\ns1,supplier,2026-05-01,pay,never\ns1,supplier,2026-05-01,papers,held\n"


def write_workspace(folder: Path, register: str, answers: str) -> Path:
    """A workspace of the small sector, with its content laid over the bundled one."""
    shutil.copytree(MINI, folder / "content")
    for common in ("scales", "indicators", "facts", "drivers"):
        (folder / "content" / "sector_profiles" / "common" / f"{common}.yaml").unlink()
    (folder / "duediligence.yaml").write_text(SETTINGS)
    (folder / "suppliers.csv").write_text(register)
    (folder / "responses").mkdir()
    (folder / "responses" / "answers.csv").write_text(answers)
    return folder


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Run:
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str | Path) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        captured = self.capsys.readouterr()
        code = ended.value.code
        return Ended(code if isinstance(code, int) else 0, captured.out, captured.err)
