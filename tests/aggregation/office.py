"""A secretariat's workspace in a folder, with packages of invented companies in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from duediligence.aggregation.hand_in import Round
from duediligence.aggregation.identity import SiteKey
from duediligence.aggregation.packing import manifest_bytes, zipped
from duediligence.aggregation.visibility import Visibility, visibility
from duediligence.model.package import MANIFEST
from duediligence.workflow.submitting import Keys, Prepared, prepare_round, write
from tests import generators

KEY = SiteKey(bytes(range(32)))
KEY_FILE = f"duediligence-site-key/1\n{KEY.secret.hex()}\n"


def visible() -> Visibility:
    """What the agreement of the invented companies lets the secretariat see."""
    content = generators.content()
    return visibility(content.agreements[generators.AGREEMENT], content)


def prepared(round: Round, folder: Path, **options: Any) -> Prepared:
    """The package of one company."""
    keys = Keys(KEY, options.pop("signing", None))
    return prepare_round(round, visible(), keys, folder, {}, **options)


def hand_in_all(rounds: Iterable[Round], folder: Path) -> dict[str, Path]:
    """Every company's package, by company."""
    return {round.company.id: write(prepared(round, folder)) for round in rounds}


def settings(folder: Path, year: int = 2026, **more: object) -> Path:
    """Writes the settings of one year's report, and the key file that they name."""
    (folder / "site.key").write_text(KEY_FILE)
    given = {
        "agreement": generators.AGREEMENT,
        "sector": generators.SECTOR,
        "round": str(year),
        "packages": f"packages-{year}",
        "site_key": "site.key",
        **more,
    }
    lines = [f"reported_on: {year}-12-01", *(f"{name}: {json.dumps(value)}" for name, value in given.items())]
    (folder / "secretariat.yaml").write_text("\n".join(lines) + "\n")
    return folder


def members(count: int) -> list[Mapping[str, str]]:
    """The member list of an invented sector."""
    return [{"id": generators.company_id(number)} for number in range(count)]


def repacked(package: Prepared, **changes: object) -> bytes:
    """The zip of a package whose manifest says something else, with everything else as it was."""
    manifest = package.package.manifest.model_copy(update=changes)
    return zipped({**package.files, MANIFEST: manifest_bytes(manifest)})
