"""An autograded notebook -> the lower part of a page: prose, code, what it printed and drew."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any, Final

from autograder.feedback.highlighting import code_html
from autograder.feedback.outputs import outputs_html
from autograder.feedback.prose import prose_html
from autograder.feedback.text import escaped, joined

#: A longer text is shown plain; colours and markdown are for what people write and read.
_MOST_DRESSED: Final = 6_000
#: And so is what comes after this many characters of one notebook: the worst of markdown takes a second then.
_MOST_DRESSED_ALTOGETHER: Final = 60_000
_MOST_SHOWN: Final = 100_000
_MOST_CELLS: Final = 1_000
_MOST_PAGE: Final = 30_000_000
#: What nbgrader hides from students when it releases, and puts back when it grades.
_HIDDEN: Final = re.compile(
    r"^[^\n]*BEGIN (HIDDEN TESTS|MARK SCHEME)[^\n]*$.*?(^[^\n]*END \1[^\n]*(\n|\Z)|\Z)", re.MULTILINE | re.DOTALL
)
_PLAIN_CHECK: Final = re.compile(r"\s*check\([\"'][A-Za-z0-9_]{1,100}[\"']\)\s*")
#: What `gradebook.autograded` puts in the place of such a cell; the card that follows tells what became of it.
_ELSEWHERE: Final = "# This cell was not handed in; what stands in other cells was graded."
_UNFIT_FOR_ANCHOR: Final = re.compile(r"[^A-Za-z0-9_-]")


def anchor(grade_id: str) -> str:
    """What the cell of this grade_id is called within the page."""
    return f"cell-{_UNFIT_FOR_ANCHOR.sub('-', grade_id[:100])}"


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as HTML, open for what became of it.

    Args:
        anchor: what it is called within the page, or "".
        start: all before the place of the card that tells what became of it.
        own: what stands there where there is no card.
        end: all behind.
    """

    anchor: str
    start: str
    own: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A notebook as HTML, cell by cell."""

    cells: tuple[ShownCell, ...]

    @property
    def anchors(self) -> tuple[str, ...]:
        """Where links may lead, from top to bottom."""
        return tuple(cell.anchor for cell in self.cells if cell.anchor)

    def html(self, cards: Mapping[str, str], told: Container[str]) -> str:
        """Put the cells together.

        Args:
            cards: what became of cells, by anchor.
            told: the anchors of those cards that tell all that the cell itself says.
        """
        return "\n".join(
            f"{cell.start}{'' if cell.anchor in told else cell.own}{cards.get(cell.anchor, '')}{cell.end}"
            for cell in self.cells
        )


_LEFT_OUT: Final = ShownCell("", '<p class="remark">The rest of the notebook is left out here.</p>')


def notebook_html(notebook: Mapping[str, Any]) -> Body:
    """Show an autograded notebook as HTML that is safe to publish, cell by cell.

    Args:
        notebook: the notebook's JSON, in the format's own shape or nearly so.
    """
    cells = notebook.get("cells")
    shown: list[ShownCell] = []
    anchors: set[str] = set()
    written = dressed = 0
    for cell in cells if isinstance(cells, list) else ():
        if not isinstance(cell, Mapping):
            continue
        if len(shown) >= _MOST_CELLS or written > _MOST_PAGE:
            shown.append(_LEFT_OUT)
            break
        source = joined(cell.get("source"))
        dressed += len(source)
        is_dressed = len(source) <= _MOST_DRESSED and dressed <= _MOST_DRESSED_ALTOGETHER
        shown.append(_shown_cell(cell, source, anchors, is_dressed=is_dressed))
        written += len(shown[-1].start) + len(shown[-1].own)
    return Body(tuple(shown))


def _shown_cell(cell: Mapping[str, Any], source: str, anchors: set[str], *, is_dressed: bool) -> ShownCell:
    settings = _settings(cell)
    name = joined(settings.get("grade_id"))
    own_anchor, place = "", ""
    if name and anchor(name) not in anchors:
        own_anchor = anchor(name)
        anchors.add(own_anchor)
        place = f' id="{own_anchor}"'
    is_graded = bool(settings.get("grade") or settings.get("task"))
    text = _HIDDEN.sub("", source) if is_graded else source
    kind = _kind(settings)
    label = f'<p class="label">{kind}</p>' if kind else ""
    if cell.get("cell_type") == "markdown":
        inside = _prose(text, cell.get("attachments"), is_dressed=is_dressed)
        return ShownCell(own_anchor, f'<div class="cell prose {kind.lower()}"{place}>{label}{inside}', end="</div>")
    if cell.get("cell_type") != "code":
        return ShownCell(own_anchor, f'<div class="cell prose"{place}>{_plain(text)}', end="</div>")
    if source == _ELSEWHERE and kind and not is_graded:
        return ShownCell(own_anchor, f"<div{place}>", end="</div>")
    outputs = _hidden_outputs() if text != source else outputs_html(cell.get("outputs"), is_check=kind == "Check")
    start = f'<div class="cell code {kind.lower()}"{place}>'
    code = f'{label}<pre class="source" tabindex="0"><code>{_code(text, is_dressed=is_dressed)}</code></pre>'
    if kind != "Check":  # a person grades it: what it printed is part of the answer
        return ShownCell(own_anchor, f"{start}{code}{outputs}", end="</div>")
    if _PLAIN_CHECK.fullmatch(source):  # the card says the same, and more
        return ShownCell(own_anchor, start, f"{code}{outputs}", "</div>")
    return ShownCell(own_anchor, f"{start}{code}", outputs, "</div>")


def _settings(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    metadata = cell.get("metadata")
    settings = metadata.get("nbgrader") if isinstance(metadata, Mapping) else None
    return settings if isinstance(settings, Mapping) else {}


def _kind(settings: Mapping[str, Any]) -> str:
    """What a cell is for, in a word, where that is worth a word."""
    if settings.get("task"):
        return "Task"
    if settings.get("solution"):
        return "Answer"
    return "Check" if settings.get("grade") else ""


def _prose(text: str, attachments: object, *, is_dressed: bool) -> str:
    if not is_dressed:
        return _plain(text)
    return prose_html(text, attachments if isinstance(attachments, dict) else None)


def _code(text: str, *, is_dressed: bool) -> str:
    return code_html(text) if is_dressed else escaped(_cut(text))


def _plain(text: str) -> str:
    return f'<p class="plain">{escaped(_cut(text))}</p>'


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}\n... the rest is left out ..."


def _hidden_outputs() -> str:
    """What hidden tests printed, and where they failed, would give them away."""
    return '<p class="remark">This check has hidden tests; what they printed is not shown.</p>'
