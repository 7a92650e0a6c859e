"""The whole page: one file, no script, nothing fetched from anywhere."""

import math
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from autograder.feedback.figure import figure_html
from autograder.feedback.notebook import Body
from autograder.feedback.overview import SIGNS, beginning, handed_in, standing_on, tally
from autograder.feedback.scored import read_scored
from autograder.feedback.standing import Standing
from autograder.feedback.table import Row, rows, unplaced_comments
from autograder.feedback.text import without_harm


def page_html(*, student: str, score: Mapping[str, Any] | None, standing: Standing, body: Body, title: str) -> str:
    """Write the page of one submission.

    Args:
        student: whose it is.
        score: the score as `score_json` gives it, or None where another grader was at work.
        standing: what the gradebook says; its points are those that count.
        body: the notebook, from `notebook_html`.
        title: the assignment's name.
    """
    scored = read_scored(score)
    shown = rows(scored, standing, body.anchors)
    cards = {row.anchor: _card(row) for row in shown if row.anchor and (row.is_told or row.says_more)}
    told = {row.anchor for row in shown if row.is_told and row.anchor}
    first = beginning(shown)
    page = (
        _environment()
        .get_template("page.html.j2")
        .render(
            student=student,
            title=title,
            standing=standing,
            part=_part(standing),
            waiting=_waiting(shown),
            handed_in=handed_in(scored.timestamp),
            tally=tally(shown),
            first=first,
            above=standing_on(first.name, shown) if first else (),
            notes=scored.notes,
            rows=shown,
            loose=[Markup(_card(row)) for row in shown if not row.anchor and row.says_more],  # noqa: S704 - escaped
            comments=unplaced_comments(standing, shown),
            body=Markup(body.html(cards, told)),  # noqa: S704 - `notebook_html` and the card escaped it
        )
    )
    return without_harm(page)


def _card(row: Row) -> str:
    """What became of one exercise, to stand below its code."""
    told = row.failing.contrast if row.failing else None
    figure = Markup(figure_html(told.values)) if told else ""  # noqa: S704 - drawn from numbers, its words escaped
    return str(_environment().get_template("card.html.j2").module.card(row, figure))  # type: ignore[attr-defined]


@cache  # its templates are parsed once in each process
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("autograder.feedback", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = _points
    environment.globals["signs"] = SIGNS
    return environment


def _points(number: float) -> str:
    return f"{number:g}"


def _part(standing: Standing) -> float:
    """How much of the points there are was earned, as a percentage between 0 and 100."""
    if not standing.max_score > 0 or not math.isfinite(standing.counts):
        return 0.0
    return round(min(max(standing.counts / standing.max_score, 0.0), 1.0) * 100, 1)


def _waiting(shown: tuple[Row, ...]) -> float:
    """Points that a teacher has yet to decide about."""
    return sum(row.max_points for row in shown if row.tone == "waits")
