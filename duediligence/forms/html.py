"""A form as one page that works offline: template, style and script in one file, and the form itself as data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from markupsafe import Markup

from duediligence.forms.html_data import page_data
from duediligence.forms.languages import language
from duediligence.forms.wording import harmless, voice
from duediligence.i18n.texts import translate
from duediligence.model.content import SectorContent
from duediligence.model.form import Form
from duediligence.pages import page_asset, page_policy, page_template

_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def page_of(form: Form, content: SectorContent, languages: Sequence[str], file_name: str) -> bytes:
    """The form as an html file in several languages; the first is the form's own.

    `file_name` begins the name of the answer file that people save from it.
    """
    style, script = page_asset("templates/form.css"), page_asset("templates/form.js")
    spoken = [asdict(language(id)) for id in languages]
    data = page_data(form, content, languages) | {"languages": spoken, "file": file_name}
    who = {"supplier": form.supplier_name, "company": form.company_name}
    page = page_template("form.html.j2").render(
        language=form.language,
        direction=language(form.language).direction,
        title=harmless(translate(f"form.title.{voice(form.respondent)}", form.language, **who)),
        no_script=translate("form.page.no_script", form.language),
        style=style,
        script=script,
        policy=page_policy(style, script),
        data=_trusted(_as_json(data)),
    )
    return page.encode()


def _as_json(data: object) -> str:
    """JSON that cannot end the element in which it stands."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_ESCAPED)


def _trusted(text: str) -> Markup:
    """Data that was escaped: nothing that people wrote comes in unescaped."""
    return Markup(text)  # noqa: S704 - see above
