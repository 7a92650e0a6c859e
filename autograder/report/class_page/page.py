"""The page of a class: one file, one small script that its policy knows by its hash, nothing fetched from anywhere."""

import base64
import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup, escape

from autograder.counted import counted
from autograder.feedback.text import without_harm
from autograder.report.class_page.attention import absent, read_attention, threshold
from autograder.report.class_page.charts import arrivals_chart, outcomes_chart, scores_chart
from autograder.report.class_page.frames import OPEN, PARTLY, RIGHT, WRONG, Frames, make_frames
from autograder.report.class_page.held import Held, read_held
from autograder.report.class_page.ideas import Ideas
from autograder.report.class_page.items import Item, read_items
from autograder.report.class_page.record import ClassRecord
from autograder.report.class_page.summary import Summary, summarise
from autograder.report.class_page.ungraded import read_open_cells, read_troubles

#: So many misconceptions are named first; the table below has all of them.
_MOST_FIRST: Final = 6
_BETWEEN_BACKTICKS: Final = re.compile(r"`([^`<>]*)`")


def class_page(record: ClassRecord, ideas: Ideas, *, today: datetime, is_anonymous: bool = False) -> str:
    """Write the page of a class's work on one assignment.

    Args:
        record: what is known of it; without names where it is to be shared.
        ideas: what the assignment's author calls its misconceptions.
        today: the day that the page is of.
        is_anonymous: whether names were taken from the record; the page says so, and tells no hours.
    """
    frames = make_frames(record)
    summary = summarise(frames)
    order = ideas.exercises or tuple(
        verdict.name for one in record.records if one.score for verdict in one.score.exercises
    )
    items = read_items(frames, record.worth, order)
    held = read_held(frames, items, ideas)
    page = (
        _environment()
        .get_template("class/page.html.j2")
        .render(
            title=record.assignment,
            is_anonymous=is_anonymous,
            today=today,
            duedate=record.duedate,
            summary=summary,
            items=items,
            hardest=_hardest(items),
            held=held,
            first=held[:_MOST_FIRST],
            by_exercise=_by_exercise(held),
            people=read_attention(frames),
            absent=absent(frames),
            threshold=threshold(frames),
            troubles=read_troubles(frames),
            open_cells=read_open_cells(frames),
            has_partly=any(item.counts[PARTLY] for item in items),
            outcomes={"right": RIGHT, "part": PARTLY, "wrong": WRONG, "open": OPEN},
            script=_script(),
            script_hash=_hash(_script()),
            moment="%d %B %Y" if is_anonymous else "%d %B %Y, %H:%M UTC",
            **_charts(frames, summary, items, record.duedate, days_only=is_anonymous),
        )
    )
    return without_harm(page)


def _charts(
    frames: Frames, summary: Summary, items: tuple[Item, ...], duedate: datetime | None, *, days_only: bool
) -> Mapping[str, Markup]:
    """The pictures for which there is anything to be drawn."""
    charts = dict.fromkeys(("outcomes_chart", "scores_chart", "arrivals_chart"), Markup(""))
    if any(item.students for item in items):
        charts["outcomes_chart"] = outcomes_chart(items)
    if summary.spread is not None:
        charts["scores_chart"] = scores_chart(frames.submissions["share"].dropna())
    if summary.first is not None:
        charts["arrivals_chart"] = arrivals_chart(frames.submissions, duedate, days_only=days_only)
    return charts


def _hardest(items: tuple[Item, ...]) -> Item | None:
    """The exercise with the smallest share of the points, where any points were lost."""
    known = [item for item in items if item.difficulty is not None and item.difficulty < 1]
    return min(known, key=lambda item: item.difficulty or 0.0, default=None)


def _by_exercise(held: tuple[Held, ...]) -> Mapping[str, tuple[Held, ...]]:
    return {one.exercise: tuple(each for each in held if each.exercise == one.exercise) for one in held}


@cache  # its templates are parsed once in each process
def _environment() -> Environment:
    own, students = (PackageLoader(name, ".") for name in ("autograder.report.class_page", "autograder.feedback"))
    environment = Environment(
        loader=PrefixLoader({"class": own, "feedback": students}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = lambda number: f"{number:g}"
    environment.filters["percent"] = lambda number: f"{number:.0f}"
    environment.filters["correlation"] = _correlation
    environment.filters["commands"] = _commands
    environment.filters["day"] = lambda moment: f"{moment:%d %B %Y}".lstrip("0")
    environment.filters["at"] = lambda moment, form: moment.strftime(form).lstrip("0")
    environment.globals["counted"] = counted
    return environment


def _commands(text: str) -> Markup:
    """A text, escaped, with what stands between backticks set as code."""
    return Markup(_BETWEEN_BACKTICKS.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped


def _correlation(number: float) -> str:
    """Two digits, with a minus that is as wide as a digit."""
    return f"{number:.2f}".replace("-", "−").replace("−0.00", "0.00")


@cache  # one small file
def _script() -> Markup:
    """The script, whose text is ours."""
    text = files("autograder.report.class_page").joinpath("sorting.js").read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - ours


def _hash(script: str) -> str:
    """What a page's policy knows a script by. Source: Content Security Policy 3, hash-source."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"
