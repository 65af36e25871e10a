"""The auditor's words: both languages, the same placeholders, and no key that nobody uses."""

from __future__ import annotations

import re
from pathlib import Path

from duediligence.i18n.texts import catalogue
from duediligence.resources import PACKAGE, content_root

BUILT = (
    "flags.", "gaps.", "history.", "sample.", "visit.", "lead.", "verify.kind.", "verify.signature.", "sensitivity.",
    "independence", "sheets.", "columns.", "scope.columns.", "sections.", "repeat.",
)  # fmt: skip
"""Keys of which a part is put in by the program: their groups are used, and tests see them in pages."""


def test_every_text_has_both_languages_with_the_same_placeholders() -> None:
    for key, texts in catalogue("audit").items():
        assert set(texts) == {"nl", "en"}, key
        holes = [set(re.findall(r"\{(\w+)\}", text)) for text in texts.values()]
        assert holes[0] == holes[1], key


def test_no_text_is_left_unused() -> None:
    sources = [path.read_text("utf-8") for path in Path(PACKAGE).rglob("*.py")]
    sources += [path.read_text("utf-8") for path in (content_root() / "reports" / "templates").glob("auditor*.j2")]
    said = "\n".join(sources)
    plain = [key for key in catalogue("audit") if not key.startswith(BUILT)]
    names = {key: (key, f"audit.{key}", key.split(".")[-1]) for key in plain}
    assert [key for key in plain if not any(f'"{name}"' in said for name in names[key])] == []
