"""The content that a run uses: the bundled folders with others laid over them."""

from __future__ import annotations

from pathlib import Path

from duediligence.declarations.library import Library, Root
from duediligence.errors import InputError
from duediligence.model.content import SectorContent
from duediligence.model.workspace import Workspace
from duediligence.resources import content_root


def open_library(folder: Path, workspace: Workspace | None = None, content: Path | None = None) -> Library:
    """The bundled content with the workspace's and the given folder laid over it."""
    roots = [Root(content_root())]
    own = folder / workspace.content if workspace and workspace.content else None
    for extra in (own, content):
        if extra is not None:
            if not extra.is_dir():
                raise InputError("no_content_folder", folder=str(extra))
            roots.append(Root(extra, extra.name))
    return Library(roots)


def editions(content: SectorContent) -> dict[str, str]:
    """The editions of the profile, its questionnaires, agreements and tables."""
    return {
        content.profile.id: content.profile.edition,
        **{form.id: form.edition for form in content.questionnaires.values()},
        **{agreement.id: agreement.edition for agreement in content.agreements.values()},
        **{f"country.{column}": edition for column, edition in content.countries.editions.items()},
        **{f"goods.{column}": edition for column, edition in content.goods.editions.items()},
    }
