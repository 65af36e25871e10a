"""Writes the parts of the documentation that are made from the program: `python -m tests.write_docs`."""

from __future__ import annotations

from duediligence.declarations.reference import key_reference
from tests.test_docs import ROOT, command_table


def main() -> None:
    """Rewrites the command table of the README and the key reference for authors."""
    readme = ROOT / "README.md"
    head, rest = readme.read_text(encoding="utf-8").split("<!-- commands -->\n", 1)
    tail = rest.split("<!-- /commands -->", 1)[1]
    readme.write_text(f"{head}<!-- commands -->\n{command_table()}\n<!-- /commands -->{tail}", encoding="utf-8")
    authors = ROOT / "sector_profiles" / "README.md"
    head = authors.read_text(encoding="utf-8").split("<!-- reference -->\n", 1)[0]
    authors.write_text(f"{head}<!-- reference -->\n\n{key_reference()}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
