"""A small workspace for tests of commands, and how a command ended."""

from __future__ import annotations

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
