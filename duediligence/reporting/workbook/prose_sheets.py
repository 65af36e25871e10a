"""The sheets that are read from top to bottom: the summary, and the method with sources and what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from duediligence.model.base import Text
from duediligence.reporting.shared.parts import AgreementView, Frame, IndicatorLine, NowItem, TierLine
from duediligence.reporting.workbook.sheet_words import FIRST_SUPPLIER_ROW, Words
from duediligence.reporting.workbook.sheets import Jump, Line, LineStyle, ProseSheet, Value

SUMMARY_WIDTHS = (46.0, 56.0, 12.0, 12.0)
"""The first holds a name and its country on one line: LibreOffice does not wrap what leads somewhere."""
CHART_COLUMNS, CHART_ROWS = 11, 40
"""The room beside the summary that its charts take."""
_STYLES: Mapping[str, LineStyle] = {"heading": "heading", "table": "table"}
METHOD_WIDTHS = (46.0, 46.0, 30.0, 30.0)


class Summarised(Protocol):
    """What the first sheet needs of a view."""

    @property
    def frame(self) -> Frame:
        """What surrounds the results."""

    @property
    def lead(self) -> Text:
        """The sentence on top."""

    @property
    def unknown(self) -> tuple[Text, ...]:
        """What is not known."""

    @property
    def now(self) -> tuple[NowItem, ...]:
        """What must happen now."""

    @property
    def tiers(self) -> tuple[TierLine, ...]:
        """Suppliers by tier."""

    @property
    def indicators(self) -> tuple[IndicatorLine, ...]:
        """Signs by the number of suppliers."""

    @property
    def agreements(self) -> tuple[AgreementView, ...]:
        """The agreements that may be shown."""


def summary_sheet(view: Summarised, rows_of: Mapping[str, int], words: Words) -> tuple[ProseSheet, int]:
    """The first sheet, and the row in which its table of tiers begins."""
    lines = list(_head(view.frame, words))
    lines.append(Line("lead", (words.text(view.lead),)))
    unknown = " ".join(words.text(sentence) for sentence in view.unknown)
    lines.append(Line("text", (f"{words.say('unknown.title')} {unknown}",)))
    lines.append(Line("small", (words.say("page.never"),)))
    lines.append(Line("heading", (words.say("sections.now"),)))
    lines += [_now(item, rows_of, words) for item in view.now]
    lines.append(Line("heading", (words.say("figure.tiers"),)))
    start = len(lines) + 1
    lines += [
        Line("table", (words.tier(line.tier), words.term("tier_long", line.tier), line.count)) for line in view.tiers
    ]
    lines.append(Line("heading", (words.say("figure.sign"),)))
    lines.append(Line("small", ("", "", words.say("legend.established"), words.say("legend.possible"))))
    lines += [Line("table", (words.text(i.name), None, i.established, i.possible)) for i in view.indicators]
    lines += _scores(view.agreements, words)
    return ProseSheet(
        "summary", words.say("sheets.summary.title"), tuple(lines), SUMMARY_WIDTHS, CHART_COLUMNS, CHART_ROWS
    ), start


def method_sheet(frame: Frame, words: Words) -> ProseSheet:
    """The method for readers, sources, what is withheld, and the manifest."""
    lines = [Line("title", (words.say("sections.method"),))]
    blocks = frame.method.get(words.language) or frame.method["en"]
    for block in blocks:
        lines += [
            Line(_STYLES.get(block.kind, "text"), tuple(cell.replace("**", "") for cell in row)) for row in block.rows
        ]
    lines += [*_sources(frame, words), *_withheld(frame, words), *_manifest(frame, words)]
    return ProseSheet("method", words.say("sheets.method.title"), tuple(lines), METHOD_WIDTHS)


def _head(frame: Frame, words: Words) -> Iterable[Line]:
    head = frame.head
    yield Line("title", (f"{head.company}",))
    sector = words.text(head.sector)
    yield Line("text", (f"{words.say('page.title')} · {sector} · {head.round}" if head.round else sector,))
    day, count = words.say("page.assessed_on"), words.say("page.suppliers")
    yield Line("small", (f"{day} {words.say('day', day=head.assessed_on)} · {count}: {head.suppliers}",))
    yield Line("small", (f"{words.text(head.audience_name)}. {words.text(head.intro)}",))


def _now(item: NowItem, rows_of: Mapping[str, int], words: Words) -> Line:
    told = [words.text(part) for part in (item.text, item.step) if part]
    if item.links and not item.target:
        told.append(("\n" if item.sentences else ", ").join(words.text(link.text) for link in item.links))
    return Line("text", (_jump(item, rows_of, words), "\n".join(told)))


def _jump(item: NowItem, rows_of: Mapping[str, int], words: Words) -> Value:
    row = rows_of.get(item.target, FIRST_SUPPLIER_ROW)
    return Jump(words.text(item.title), "suppliers", row) if item.target in rows_of else words.text(item.title)


def _scores(agreements: Sequence[AgreementView], words: Words) -> Iterable[Line]:
    for a in agreements:
        yield Line("heading", (words.text(a.name),))
        ended = words.say("commitments.ended_on", date=a.ends) if a.ends and a.state in ("ended", "lapsed") else ""
        yield Line(
            "text", (f"{words.term('agreement_kind', a.kind)}, {ended or words.term('agreement_state', a.state)}",)
        )
        if a.standing:
            yield Line("text", (words.text(a.standing),))
        if a.score is not None:
            low, high = (str(words.score(v)) for v in (a.score.established, a.score.possible))
            note = words.say("commitments.score_note")
            yield Line("text", (words.say("commitments.score_of", established=low, possible=high), note))


def _sources(frame: Frame, words: Words) -> Iterable[Line]:
    yield Line("heading", (words.say("sections.sources"),))
    for number, s in enumerate(frame.sources, 1):
        read = f"{s.year or ''} · {words.term('mark', s.mark)}".strip(" ·")
        yield Line("table", (f"[{number}] {words.text(s.title)}", s.publisher, read, s.url))


def _withheld(frame: Frame, words: Words) -> Iterable[Line]:
    if frame.withheld:
        yield Line("heading", (words.say("sections.withheld"),))
        yield from (Line("table", (words.text(w.what), words.text(w.why))) for w in frame.withheld)


def _manifest(frame: Frame, words: Words) -> Iterable[Line]:
    manifest = frame.manifest
    yield Line("heading", (words.say("sections.manifest"),))
    yield Line("text", (words.say("manifest.intro"),))
    yield Line("table", (words.say("manifest.version"), f"duediligence {manifest.version}"))
    yield Line("table", (words.say("manifest.schema"), manifest.schema))
    yield Line("table", (words.say("page.assessed_on"), words.say("day", day=manifest.assessed_on)))
    yield Line("table", (words.say("manifest.seed"), str(manifest.seed)))
    yield from (Line("table", (id, edition)) for id, edition in sorted(manifest.editions.items()))
    for title, files in (("inputs", manifest.inputs), ("content", manifest.content)):
        if files:
            yield Line("strong", (words.say(f"manifest.{title}"),))
            yield from (Line("small", (name, digest)) for name, digest in sorted(files.items()))
