"""The report's pictures: what became of the exercises, how scores are spread, and when work came in.

Nothing is told by colour alone: outcomes differ in pattern and stand in one order, and their numbers are written in.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from autograder.counted import counted
from autograder.report.class_page import svg
from autograder.report.class_page.frames import OPEN, PARTLY, RIGHT, WRONG
from autograder.report.class_page.items import Item

Numbers: TypeAlias = npt.NDArray[np.float64]

#: In inches; a page shows 72 pixels of each.
_WIDTH: Final = 7.4
#: Outcome, colour, pattern.
_LOOKS: Final = ((RIGHT, svg.RIGHT, ""), (PARTLY, svg.PART, "...."), (WRONG, svg.WRONG, "////"), (OPEN, svg.SHEET, ""))
#: A part of a bar that is narrower than this share of it has no room for a number.
_ROOM: Final = 0.055
_BINS: Final = 10
#: How long a bar of the chart of submissions may stand for, and how many there may be.
_STEPS: Final = tuple(
    pd.Timedelta(text) for text in ("1min", "5min", "15min", "1h", "3h", "6h", "1D", "7D", "28D", "364D")
)
_MOST_BARS: Final = 40
#: A chart of submissions is as wide as so many bars, so that a single one does not fill it.
_FEWEST_BARS: Final = 12
_DAY: Final = pd.Timedelta("1D")
_NO_TIME: Final = pd.Timedelta(0)


def outcomes_chart(items: Sequence[Item]) -> Markup:
    """A bar for every exercise: how many are right, partly right, wrong, and have not attempted it."""
    with svg.style():
        figure = Figure(figsize=(_WIDTH, 0.9 + 0.33 * len(items)), layout="constrained")
        axes = figure.add_subplot()
        left = np.zeros(len(items))
        looks = [look for look in _LOOKS if look[0] != PARTLY or any(item.counts[PARTLY] for item in items)]
        for outcome, colour, pattern in looks:
            numbers = np.array([item.counts[outcome] for item in items], dtype=float)
            edge = svg.QUIET if outcome == OPEN else svg.SHEET
            axes.barh(range(len(items)), numbers, left=left, color=colour, hatch=pattern, edgecolor=edge, height=0.72)
            _write_numbers(axes, numbers, left, colour)
            left += numbers
        _finish_bars(axes, items, looks)
        told = "; ".join(f"{item.name}: {_told(item)}" for item in items)
        return svg.drawn(figure, name="outcomes", title="What became of each exercise", description=told)


def _write_numbers(axes: Axes, numbers: Numbers, left: Numbers, colour: str) -> None:
    most = max(left.max() + numbers.max(), 1.0)
    for place, (number, start) in enumerate(zip(numbers, left, strict=True)):
        if number > _ROOM * most:
            ink = svg.INK if colour == svg.SHEET else svg.SHEET
            ground = {"facecolor": colour, "edgecolor": "none", "pad": 1.2}
            middle = start + number / 2
            axes.text(middle, place, f"{number:g}", color=ink, ha="center", va="center", fontsize=10, bbox=ground)


def _finish_bars(axes: Axes, items: Sequence[Item], looks: Sequence[tuple[str, str, str]]) -> None:
    axes.set_yticks(range(len(items)), [item.name for item in items])
    axes.invert_yaxis()
    axes.margins(x=0.01, y=0.02)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    axes.spines["left"].set_visible(False)
    patches = [
        Patch(facecolor=colour, hatch=pattern, edgecolor=svg.QUIET if word == OPEN else svg.SHEET, label=word)
        for word, colour, pattern in looks
    ]
    axes.legend(handles=patches, loc="lower left", bbox_to_anchor=(0, 1), ncols=4, frameon=False, handlelength=1.4)
    axes.set_xlabel("students")


def _told(item: Item) -> str:
    return ", ".join(f"{item.counts[outcome]} {outcome}" for outcome, _, _ in _LOOKS if item.counts[outcome])


def scores_chart(shares: pd.Series) -> Markup:
    """How many students have how large a share of the points.

    Args:
        shares: of the points there are so far, of everybody with a score; extra credit may take one beyond 1.
    """
    bounded = (100 * shares.clip(0, 1)).to_numpy(dtype=float)
    counts, edges = np.histogram(bounded, bins=_BINS, range=(0, 100))
    median = float(np.median(bounded))
    with svg.style():
        figure = Figure(figsize=(_WIDTH, 2.9), layout="constrained")
        axes = figure.add_subplot()
        bars = axes.bar(edges[:-1], counts, width=100 / _BINS, align="edge", color=svg.ACCENT, edgecolor=svg.SHEET)
        told_above = [str(count) if count else "" for count in counts]
        ground = {"facecolor": svg.PAPER, "edgecolor": "none", "pad": 1}
        axes.bar_label(bars, labels=told_above, padding=3, fontsize=10, bbox=ground)
        axes.axvline(median, color=svg.INK, linestyle="--", linewidth=1.2)
        axes.margins(y=0.12)
        side = "right" if median > 50 else "left"  # noqa: PLR2004 - the middle of the axis
        above = axes.get_xaxis_transform()
        axes.text(median, 1.03, f"median {median:.0f} %", transform=above, ha=side, va="bottom")
        axes.set(xlim=(0, 100), xlabel="share of the points, in %", ylabel="students")
        axes.set_xticks(edges)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
        told = [
            f"{count} with {low:.0f} to {high:.0f} %"
            for count, low, high in zip(counts, edges, edges[1:], strict=False)
            if count
        ]
        words = f"Half of the class has {median:.0f} % or more. Students: {', '.join(told)}."
        return svg.drawn(figure, name="scores", title="How scores are spread", description=words)


def arrivals_chart(submissions: pd.DataFrame, duedate: datetime | None, *, days_only: bool) -> Markup:
    """When work came in, those in time and those late told apart.

    Args:
        submissions: with timestamp and is_late; without a timestamp a row is left out.
        duedate: naive UTC, or None; the day alone where `days_only`.
        days_only: a bar stands for a day at least.
    """
    known = submissions.dropna(subset=["timestamp"])
    step = _step(known["timestamp"], days_only=days_only)
    moments = known["timestamp"].dt.floor(step)
    places = pd.date_range(moments.min(), moments.max(), freq=step)
    with svg.style():
        figure = Figure(figsize=(_WIDTH, 2.7), layout="constrained")
        axes = figure.add_subplot()
        in_time, late = (_per_place(moments[known["is_late"] == late], places) for late in (False, True))
        starts = _on_axis(places.to_pydatetime())
        width = step / _DAY
        axes.bar(starts, in_time, width=width, align="edge", color=svg.ACCENT, edgecolor=svg.SHEET, label="in time")
        if late.any():
            look = {"color": svg.WAITS, "hatch": "////", "edgecolor": svg.SHEET}
            axes.bar(starts, late, width, in_time, align="edge", label="late", **look)  # type: ignore[arg-type] # the stubs know no **
        if duedate is not None and _is_near(duedate, places, step):
            due = duedate + (_DAY if days_only else _NO_TIME)  # a day ends when it is over
            axes.axvline(float(_on_axis(due)), color=svg.INK, linestyle="--", linewidth=1.2, label="due")
        _finish_arrivals(axes, step)
        most = in_time + late
        peak = f"most, {most.max():.0f}, in the {_in_words(step)} of {places[int(most.argmax())]:%d %B %Y}"
        words = f"{len(known)} submissions, {late.sum():.0f} of them late; {peak}."
        return svg.drawn(figure, name="arrivals", title="When work came in", description=words)


def _per_place(moments: "pd.Series[pd.Timestamp]", places: pd.DatetimeIndex) -> Numbers:
    """How many moments there are at each place."""
    return np.asarray(moments.value_counts().reindex(places, fill_value=0), dtype=np.float64)


def _on_axis(moments: object) -> Numbers:
    """Where moments stand on an axis of time."""
    return np.asarray(date2num(moments), dtype=np.float64)  # type: ignore[no-untyped-call] # matplotlib's dates have no types


def _step(moments: pd.Series, *, days_only: bool) -> pd.Timedelta:
    span = moments.max() - moments.min()
    return next(
        (step for step in _STEPS if span / step < _MOST_BARS and (step >= _DAY or not days_only)),
        _STEPS[-1],
    )


def _is_near(duedate: datetime, places: pd.DatetimeIndex, step: pd.Timedelta) -> bool:
    """Whether the due date fits into the picture without making a dot of everything else."""
    span = places.max() - places.min() + step
    return places.min() - span < pd.Timestamp(duedate) < places.max() + 2 * span


def _finish_arrivals(axes: Axes, step: pd.Timedelta) -> None:
    locator = AutoDateLocator(minticks=3, maxticks=7)  # type: ignore[no-untyped-call] # matplotlib's dates have no types
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    axes.margins(y=0.08)
    low, high = axes.get_xlim()
    room = max(_FEWEST_BARS * (step / _DAY) - (high - low), 0) / 2
    axes.set_xlim(low - room, high + room)
    axes.set(ylabel="submissions", xlabel="day" if step >= _DAY else "UTC")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, handlelength=1.4)


def _in_words(step: pd.Timedelta) -> str:
    """How long a bar stands for."""
    hour = pd.Timedelta("1h")
    if step < hour:
        return counted(step / pd.Timedelta("1min"), "minute")
    return counted(step / hour, "hour") if step < _DAY else counted(step / _DAY, "day")
