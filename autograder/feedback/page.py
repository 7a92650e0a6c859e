"""The whole page: one file, no script, nothing fetched from anywhere."""

import math
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from autograder.feedback.scored import read_scored
from autograder.feedback.standing import Standing
from autograder.feedback.table import Row, rows, unplaced_comments
from autograder.feedback.text import without_harm

#: Says in a sign what a colour says, for those who do not see it.
_SIGNS: Final = {"right": "✓", "part": "◐", "wrong": "✗", "open": "○", "waits": "…"}


def page_html(*, student: str, score: Mapping[str, Any] | None, standing: Standing, body: str, title: str) -> str:
    """Write the page of one submission.

    Args:
        student: whose it is.
        score: the score as `score_json` gives it, or None where another grader was at work.
        standing: what the gradebook says; its points are those that count.
        body: the notebook, from `notebook_html`.
        title: the assignment's name.
    """
    scored = read_scored(score)
    shown = rows(scored, standing, body)
    page = _template().render(
        student=student,
        title=title,
        standing=standing,
        part=_part(standing),
        waiting=_waiting(shown),
        notes=scored.notes,
        rows=shown,
        comments=unplaced_comments(standing, shown),
        body=Markup(body),  # noqa: S704 - `notebook_html` escaped it
        signs=_SIGNS,
    )
    return without_harm(page)


@cache  # parsed once in each process
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("autograder.feedback", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = _points
    return environment.get_template("page.html.j2")


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
