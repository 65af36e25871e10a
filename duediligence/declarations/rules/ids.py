"""An id stands once per kind in a content folder; a further folder may lay its own record over it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from duediligence.declarations.defects import Defect, questions_of
from duediligence.declarations.files import Root
from duediligence.declarations.library import Library
from duediligence.model.base import Declared
from duediligence.model.measure import Measure
from duediligence.yamlfile import KeyPath

Holder: TypeAlias = tuple[str, Declared, KeyPath]
"""An id, with the record in which it stands and where."""


def ids_that_stand_twice(library: Library) -> Iterator[Defect]:
    """Two drivers, questions, measures or commitments of the same id, in one file or in two."""
    for holders in (_drivers(library), _questions(library), _measures(library), _commitments(library)):
        seen: dict[tuple[Root | None, str], tuple[Declared, KeyPath]] = {}
        for id, record, path in holders:
            key = (library.root_of(record), id)
            if key in seen:
                params = {"id": id, "other": library.place(*seen[key]).spot}
                yield Defect(record, (*path, "id"), "duplicate_id", params)
            seen.setdefault(key, (record, path))


def _drivers(library: Library) -> Iterator[Holder]:
    for driver in library.drivers.values():
        yield driver.id, driver, ()
    for profile in library.newest_profiles():
        yield from ((driver.id, profile, ("drivers", index)) for index, driver in enumerate(profile.drivers))


def _questions(library: Library) -> Iterator[Holder]:
    for questionnaire in library.newest_questionnaires():
        yield from ((question.id, form, path) for form, path, question in questions_of(questionnaire))


def _measures(library: Library) -> Iterator[Holder]:
    """Within one file the reader itself names what stands twice."""
    for sector in ("common", *library.sector_ids()):
        yield from ((measure.id, measure, ()) for measure in library.records(Measure, sector, "measures.yaml").values())


def _commitments(library: Library) -> Iterator[Holder]:
    for agreement in library.newest_agreements():
        for index, commitment in enumerate(agreement.commitments):
            yield commitment.id, agreement, ("commitments", index)
