"""`init` and `demo`: a new workspace, empty or as a worked example. Nothing that is there is overwritten."""

from __future__ import annotations

import os
import re
import shutil
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import normalize

from jinja2 import Environment, FileSystemLoader

from duediligence.declarations.sector import load_sector
from duediligence.errors import InputError, UsageError
from duediligence.forms.register import register_workbook
from duediligence.i18n.texts import translate
from duediligence.intake.documents_seen import COLUMNS
from duediligence.resources import content_root
from duediligence.workflow.layers import open_library

LONGEST_ID = 40
WORKSPACE_FILE = "duediligence.yaml"
EXAMPLES = Path("questionnaires") / "examples"
MARK = ".duediligence-example"
"""A folder with this file holds our example and may be written again."""


def start_workspace(
    folder: Path, sector: str, company: str, country: str, language: str, content: Path | None, today: date
) -> list[Path]:
    """Writes the workspace file, an empty register and an empty list of documents; refuses where a workspace is."""
    if (folder / WORKSPACE_FILE).exists():
        raise UsageError("workspace_exists", folder=str(folder))
    declared = load_sector(open_library(Path(), None, content), sector)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "responses").mkdir(exist_ok=True)
    new = {
        folder / "suppliers.xlsx": lambda: register_workbook(declared, language),
        folder / "documents_seen.csv": lambda: _documents_seen(language),
    }
    made = [path for path in new if not path.exists()]
    for path in made:
        path.write_bytes(new[path]())
    settings = folder / WORKSPACE_FILE  # last: with it the folder is a workspace
    name, own = company or folder.resolve().name, _seen_from(folder, content)
    values = {
        "sector": sector,
        "id": company_id(name),
        "company": name,
        "country": country,
        "content": own,
        "today": today,
    }
    agreements = [(agreement.id, agreement.name.get(language)) for agreement in declared.agreements.values()]
    settings.write_text(_settings(language, agreements=agreements, **values), encoding="utf-8")
    return [settings, *made]


def _seen_from(folder: Path, content: Path | None) -> str | None:
    """The content folder as the workspace file names it: from the workspace on."""
    if content is None:
        return None
    try:
        return Path(os.path.relpath(content.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive of Windows
        return content.resolve().as_posix()


def _documents_seen(language: str) -> bytes:
    """The empty list of documents that somebody looked at: only its headings, as a spreadsheet program opens them."""
    headings = [translate(f"columns.documents_seen.{column}.label", language) for column in COLUMNS]
    return (";".join(headings) + "\r\n").encode("utf-8-sig")


def write_example(folder: Path, sector: str) -> None:
    """Copies a sector's worked example; a folder that holds something else is refused."""
    examples = content_root() / EXAMPLES
    known = sorted(path.name for path in examples.iterdir() if path.is_dir())
    if sector not in known:
        raise UsageError("no_example", sector=sector, known=", ".join(known))
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise InputError("folder_not_empty", folder=str(folder))
    if (folder / MARK).exists():
        return
    with TemporaryDirectory(dir=_existing(folder.absolute().parent), prefix=f".{folder.name}-") as place:
        copy = Path(place) / "example"
        shutil.copytree(examples / sector, copy)
        (copy / MARK).write_text(sector + "\n", encoding="utf-8")
        if folder.exists():
            folder.rmdir()  # it is empty
        copy.replace(folder)


def _existing(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def company_id(name: str) -> str:
    """An id that says whose it is: members whose ids are the same cannot be told apart."""
    plain = normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    words = "-".join(re.findall("[a-z0-9]+", plain))[:LONGEST_ID].strip("-")
    return words or f"company-{sha256(name.encode()).hexdigest()[:6]}"


def _settings(language: str, **values: object) -> str:
    templates = Environment(loader=FileSystemLoader(content_root() / "reports" / "templates"), autoescape=False)  # noqa: S701 (YAML, quoted by the template)
    template = templates.get_template(f"workspace.{language if language == 'nl' else 'en'}.yaml.j2")
    return template.render(language=language, **values) + "\n"  # what people add below it is a line of its own
