"""The auditor's own content: `sampling.yaml` and `triangulation.yaml`, the last root that has them."""

from __future__ import annotations

from typing import TypeVar

from pydantic import ValidationError

from duediligence.declarations.library import Library
from duediligence.errors import ContentError
from duediligence.model.base import Declared
from duediligence.model.problems import findings_of
from duediligence.model.sampling import SamplingRules
from duediligence.model.triangulation import TriangulationRules

D = TypeVar("D", bound=Declared)
COMMON = "sector_profiles/common"


def sampling_rules(library: Library) -> SamplingRules:
    """How sites and workers are chosen. Raises ContentError with every defect where the file is invalid."""
    return _last(library, SamplingRules, f"{COMMON}/sampling.yaml")


def triangulation_rules(library: Library) -> TriangulationRules:
    """How sources are set beside each other. Raises ContentError with every defect where the file is invalid."""
    return _last(library, TriangulationRules, f"{COMMON}/triangulation.yaml")


def _last(library: Library, model: type[D], name: str) -> D:
    documents = list(library.documents(name))
    if not documents:
        raise ContentError("no_audit_rules", tuple(library.findings), file=name)
    document = documents[-1][2]
    try:
        return model.model_validate(document.data)
    except ValidationError as problem:
        library.findings += findings_of(problem, document)
        raise library.invalid() from None
