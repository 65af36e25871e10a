"""A small invented workspace on disk, with the mini sector as its own content, for everything that takes files."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.mini import FOLDER

SETTINGS = """
company: {id: c1, name: Proef BV}
sector: x
round: "2026"
assessed_on: 2026-11-01
languages: [nl, en]
register: suppliers.csv
content: mini
seed: 4
"""

REGISTER = """id,name,country,goods,processes,workers,migrant_share
A,Atelier Noord,NO,fish,dyeing,120,0
B,Bedrijf Oost,IN,cotton,spinning,900,0.5
C,Coöperatie Zuid,IN,cotton,spinning,6,
D,Drogerij West,CN,cotton,dyeing,300,0.2
E,Elders,XX,fish,dyeing,40,0
F,Fabriek,NO,fish,dyeing,75,0.05
G,Gieterij,IN,fish,spinning,250,0.3
H,Hal Zeven,CN,fish,dyeing,,
"""

ANSWERS = """supplier,source,date,question,answer,document,document_seen,comment
A,supplier,2026-03-01,pay,ok,,,
A,supplier,2026-03-01,hours,44,,,
A,supplier,2026-03-01,papers,own,,,
B,supplier,2026-03-01,pay,ok,payroll March,no,
B,supplier,2026-03-01,hours,47,,,
B,supplier,2026-03-01,papers,own,,,
B,worker_interviews,2026-05-01,wi_papers,held,,,
D,supplier,2026-03-02,pay,late,,,
D,supplier,2026-03-02,hours,55,,,
D,supplier,2026-03-02,papers,refused,,,
D,unannounced_audit,2026-06-01,sv_pay,ok,,,
F,supplier,2026-03-02,pay,ok,,,
G,supplier,2026-03-02,pay,unknown,,,
"""


def workspace(folder: Path, answers: str = ANSWERS, register: str = REGISTER, settings: str = SETTINGS) -> Path:
    """Writes the workspace; its content is a copy that a test may change."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "duediligence.yaml").write_text(settings, encoding="utf-8")
    (folder / "suppliers.csv").write_text(register, encoding="utf-8")
    (folder / "responses").mkdir(exist_ok=True)
    (folder / "responses" / "answers.csv").write_text(answers, encoding="utf-8")
    if not (folder / "mini").exists():
        shutil.copytree(FOLDER, folder / "mini")
    return folder


def change(file: Path, old: str, new: str) -> None:
    """Changes one text of a file that must be there exactly once."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, (old, text.count(old))
    file.write_text(text.replace(old, new), encoding="utf-8")
