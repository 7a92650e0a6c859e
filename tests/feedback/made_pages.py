"""Scores, standings and notebooks for pages, and a reader that tells what markup a page holds."""

import base64
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from autograder import wire
from autograder.feedback import CellStanding, Standing, notebook_html, page_html

PNG = base64.b64encode(
    base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
).decode()
SVG = base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'><script>document.title='ran'</script></svg>").decode()

_TAGS = """
html head meta title style body main header section div p h1 h2 h3 h4 h5 h6 strong em code pre span a br hr ul ol li
table thead tbody tr th td blockquote figure img math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup
munder mover munderover mtable mtr mtd mpadded mphantom mstyle menclose dl dt dd figcaption svg desc path text
"""
_ATTRIBUTES = """
lang charset http-equiv content name id class style href rel src alt role scope tabindex start aria-hidden
aria-labelledby accent columnalign columnspacing depth display displaystyle fence form height linethickness lspace
mathvariant maxsize minsize movablelimits notation rowspacing rspace scriptlevel separator stretchy width aria-label
xmlns viewbox fill fill-opacity d x y stroke stroke-width stroke-dasharray stroke-opacity stroke-linejoin text-anchor
font-family font-size
"""
#: Everything that a page may be made of.
TAGS = frozenset(_TAGS.split())
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
_WITHIN_A_LINE = ("a", "code", "em", "span", "strong")


@dataclass
class Markup(HTMLParser):
    """What a page is made of: its tags, its attributes, where it leads, and its text outside of styles."""

    tags: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    targets: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.words.append("" if tag in _WITHIN_A_LINE else " ")
        self.open.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.targets += [value or "" for name, value in attrs if name in ("href", "src")]
        self.styles += [value or "" for name, value in attrs if name == "style"]
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_data(self, data: str) -> None:
        if "style" not in self.open[-1:]:
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def read(page: str) -> Markup:
    markup = Markup()
    markup.feed(page)
    markup.close()
    return markup


def check(name: str, points: float = 2.0, **changes: Any) -> CellStanding:  # noqa: ANN401 - any field
    return CellStanding(f"check_{name}", **({"points": points, "max_points": 2.0, "auto": points} | changes))


def exercise(name: str, verdict: str = "correct", **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    points = 2.0 if verdict == "correct" else 0.0
    whole = {"name": name, "points": points, "max_points": 2.0, "verdict": verdict, "hint": "", "misconception": None}
    return whole | {"excused_by": None, "cases": []} | changes


def case(label: str, *, public: bool, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    return {"label": label, "public": public, "call": None, "verdict": "wrong", "message": ""} | changes


def contrast(got: object, expected: object, *arguments: object, gap: str = "") -> dict[str, Any]:
    """What a public case has beside its message, with the values for a figure."""
    values = [base64.b64encode(wire.encode(value)).decode() for value in (got, expected, *arguments)]
    return {"got": str(got), "expected": str(expected), "gap": gap, "values": values}


def score(*exercises: dict[str, Any], notes: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"schema": 1, "assignment": "tiny", "notes": list(notes), "exercises": list(exercises)}


def standing(*cells: CellStanding, late_penalty: float | None = None, **comments: str) -> Standing:
    return Standing(
        score=sum(cell.points or 0.0 for cell in cells),
        max_score=sum(cell.max_points for cell in cells),
        late_penalty=late_penalty,
        cells=cells,
        comments=comments,
    )


def code(source: str, grade_id: str = "", outputs: object = (), **flags: bool) -> dict[str, Any]:
    metadata = {"nbgrader": {"grade_id": grade_id, **flags}} if grade_id else {}
    return {"cell_type": "code", "source": source, "metadata": metadata, "outputs": list(outputs or ())}  # type: ignore[call-overload]


def prose(source: str, **attachments: dict[str, str]) -> dict[str, Any]:
    named = {name.replace("_", "."): bundle for name, bundle in attachments.items()}
    return {"cell_type": "markdown", "source": source, "metadata": {}, "attachments": named}


def notebook(*cells: dict[str, Any]) -> dict[str, Any]:
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def page(
    score: dict[str, Any] | None, standing: Standing, *cells: dict[str, Any], student: str = "ada", title: str = "tiny"
) -> str:
    body = notebook_html(notebook(*cells))
    return page_html(student=student, score=score, standing=standing, body=body, title=title)
