"""How the workbook looks: a few styles, and colours that always stand beside a word or a sign."""

from __future__ import annotations

from openpyxl.formatting.rule import DataBar, FormatObject, Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.worksheet import Worksheet

INK, SOFT, RULE, PETROL = "1E2624", "56605B", "DCD6C8", "0D5A63"
SERIF, SANS = "Georgia", "Calibri"

SIGNS = {"critical": "◆", "high": "▲", "not_rateable": "◌", "medium": "◐", "low": "○"}
COMMITMENT_SIGNS = {"met": "✓", "partly": "◐", "not_met": "✕", "unknown": "◌"} | dict.fromkeys(
    ("not_due", "yardstick", "private"), "–"
)
"""The same shapes as on the page, in front of the word."""

_TIER_COLOURS = {
    "critical": ("8F1D1D", "F7E3E0"),
    "high": ("A84A0C", "FBEADB"),
    "not_rateable": ("5B5186", "ECE9F5"),
    "medium": ("77600A", "F8F0D4"),
    "low": ("2F6B52", "E2F0E8"),
}
_COMMITMENT_COLOURS = {"met": "low", "partly": "medium", "not_met": "critical", "unknown": "not_rateable"}
_FORMATS = {"number": "#,##0.###", "score": "0", "percent": "0%", "date": "d mmm yyyy"}

TITLE = Font(name=SERIF, size=18, color=INK)
HEADING = Font(name=SERIF, size=13, color=INK)
LEAD = Font(name=SERIF, size=15, color=INK)
BODY = Font(name=SANS, size=11, color=INK)
STRONG = Font(name=SANS, size=11, color=INK, bold=True)
SMALL = Font(name=SANS, size=10, color=SOFT)
LINK = Font(name=SANS, size=11, color=PETROL, underline="single")
HEAD = Font(name=SANS, size=11, color="FFFFFF", bold=True)
HEAD_FILL = PatternFill("solid", fgColor=PETROL)
TYPED_HEAD_FILL = PatternFill("solid", fgColor="8A5A00")
TYPED_FILL = PatternFill("solid", fgColor="FFFBEF")
LINE = Border(bottom=Side(style="thin", color=RULE))
TOP = Alignment(vertical="top")
LEFT = Alignment(horizontal="left", vertical="top", indent=1)
WRAP = Alignment(vertical="top", wrap_text=True)
WRAP_LEFT = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
HEAD_ALIGNMENT = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)


def number_format(kind: str) -> str:
    """The number format of a kind of column."""
    return _FORMATS.get(kind, "General")


def footer(sheet: Worksheet, words: str) -> None:
    """The sheet's name and the page number under every printed page."""
    sheet.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(text=words.replace("&", "&&")), right=_HeaderFooterPart(text="&P / &N")
    )


def sign_rules(cell: str, look: str) -> list[Rule]:
    """Colours for tiers or states of commitments, by the sign with which their words begin."""
    signs = SIGNS if look == "tier" else COMMITMENT_SIGNS
    rules = []
    for code, sign in signs.items():
        colour = _TIER_COLOURS.get(code if look == "tier" else _COMMITMENT_COLOURS.get(code, ""))
        if colour:
            rules.append(_rule(f'LEFT({cell},1)="{sign}"', *colour))
    return rules


def due_rules(due: str, state: str, finished: tuple[str, ...], soon: int) -> list[Rule]:
    """Dates that are past or near, as long as the state is not a finished one; the day is the reader's own."""
    unfinished = "".join(f',{state}<>"{word}"' for word in finished)
    late = _rule(f'AND({due}<>"",{due}<TODAY(){unfinished})', *_TIER_COLOURS["critical"])
    near = _rule(f'AND({due}<>"",{due}<=TODAY()+{soon}{unfinished})', *_TIER_COLOURS["medium"])
    return [late, near]


def state_rules(cell: str, claimed: str, finished: tuple[str, ...]) -> list[Rule]:
    """What is claimed without evidence stands out; what is finished steps back."""
    done = [
        Rule("expression", formula=[f'{cell}="{word}"'], dxf=DifferentialStyle(font=Font(color=SOFT, italic=True)))
        for word in finished
    ]
    return [_rule(f'{cell}="{claimed}"', *_TIER_COLOURS["high"]), *done]


def bar_rule() -> Rule:
    """A bar behind a score of 0 to 100."""
    ends = [FormatObject(type="num", val=0), FormatObject(type="num", val=100)]
    return Rule("dataBar", dataBar=DataBar(cfvo=ends, color="FFB9C8C4"))


def _rule(formula: str, ink: str, fill: str) -> Rule:
    look = DifferentialStyle(font=Font(color=ink, bold=True), fill=PatternFill("solid", bgColor=fill, fgColor=fill))
    return Rule("expression", formula=[formula], dxf=look)
