"""The invented content of `content.yaml` as a SectorContent: thirteen indicators, thirteen questions, a covenant."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from duediligence import yamlfile
from duediligence.model.agreement import Agreement
from duediligence.model.base import Source
from duediligence.model.content import PlaceTable, SectorContent
from duediligence.model.facts import Fact
from duediligence.model.measure import Measure, Regulation
from duediligence.model.questionnaire import Questionnaire
from duediligence.model.scales import Scales
from duediligence.model.sector import Driver, Indicator, Profile

FORMS = {"supplier": "supplier_form", "workers": "worker_form", "auditor": "site_form"}
WHY = {"nl": "Een voorbeeld.", "en": "An example."}


@cache
def sample_content() -> SectorContent:
    """The content that every sample is drawn from."""
    document, findings = yamlfile.read(Path(__file__).with_name("content.yaml"), "content.yaml")
    assert document is not None, findings
    assert not findings, findings
    data: dict[str, Any] = document.data
    drivers = tuple(Driver.model_validate(d) for d in data["drivers"])
    profile = {
        "id": "garments",
        "edition": "2026.1",
        "name": {"nl": "Kleding en textiel", "en": "Garments and textile"},
        "summary": {
            "nl": "Van vezel tot kledingstuk: katoen, spinnen, verven en confectie.",
            "en": "From fibre to garment: cotton, spinning, dyeing and sewing.",
        },
        "agreements": ["demo"],
        "questionnaires": {respondent: [form] for respondent, form in FORMS.items()},
        "sources": ["demo_report"],
    }
    return SectorContent(
        profile=Profile.model_validate(profile),
        scales=_scales(data["scales"]),
        facts={f["id"]: Fact.model_validate(f) for f in data["facts"]},
        indicators={i["id"]: Indicator.model_validate(i) for i in data["indicators"]},
        drivers=drivers,
        questionnaires={form: _form(form, respondent, data["questions"]) for respondent, form in FORMS.items()},
        agreements={"demo": Agreement.model_validate(data["agreement"])},
        measures={m["id"]: Measure.model_validate(m) for m in data["measures"]},
        regulations=tuple(Regulation.model_validate(r) for r in data["regulations"]),
        sources={s["id"]: Source.model_validate(s) for s in data["sources"]},
        countries=PlaceTable(),
        goods=PlaceTable(),
    )


def _form(form: str, respondent: str, questions: list[dict[str, Any]]) -> Questionnaire:
    mine = [_question(q) for q in questions if q.get("by", "supplier") == respondent]
    title = {"nl": "Vragen", "en": "Questions"}
    sections = [{"id": "all", "title": title, "questions": mine}]
    head = {"id": form, "edition": "2026.1", "respondent": respondent, "title": title}
    return Questionnaire.model_validate({**head, "sections": sections})


def _question(q: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {key: q[key] for key in ("id", "text", "core", "topic", "checks") if key in q}
    if q.get("control"):
        options = [{**q["good"], "credit": 1.0}, {**q["bad"], "credit": 0.0}]
        return {**kept, "type": "choice", "controls": [q["covers"]], "options": options}
    bad = {key: value for key, value in q["bad"].items() if key != "strength"}
    signal = {"indicator": q["covers"], "strength": q["bad"]["strength"]}
    critical = {"critical": True} if q.get("critical") else {}
    options = [{**q["good"], "no_concern": [q["covers"]]}, {**bad, "signals": [signal], **critical}]
    return {**kept, "type": "choice", "options": options}


def _scales(data: dict[str, Any]) -> Scales:
    nested = {key: {k: _scale(v) for k, v in data[key].items()} for key in ("levels", "strengths", "caps", "evidence")}
    nested |= {key: {k: _scale(v) for k, v in data[key].items()} for key in ("reach", "tiers", "closing", "robustness")}
    return Scales.model_validate({**{k: _scale(v) for k, v in data.items() if k not in nested}, **nested})


def _scale(value: Any) -> dict[str, Any]:
    return {"value": value, "why": WHY, "sources": [], "confidence": "assumption"}
