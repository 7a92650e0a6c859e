"""One submission's autograded folder, written beside its place: notebook, carried-over files, and the mark.

What is ours in it is finished where the submission was judged, which may be another machine, and written here.
"""

import fnmatch
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.gradebook import files
from autograder.gradebook.autograded import autograded_notebook
from autograder.gradebook.examiner import Judged
from autograder.gradebook.mark import MARK, PENDING, Identity, mark_of
from autograder.gradebook.released import ReleasedAssignment
from autograder.model import Score


@dataclass(frozen=True, slots=True)
class Carried:
    """Which submitted files are carried over: all but these globs, up to so many bytes each."""

    ignore: tuple[str, ...]
    most_bytes: int


@dataclass(frozen=True, slots=True)
class Finished:
    """What a submission comes to: what is written of it here, and what the gradebook is told.

    Args:
        notebook: the autograded notebook.
        mark: what the mark is to hold.
        points: points earned, by exercise.
        max_points: what all exercises together are worth.
        unanswered: grade_ids of the cells in which the student wrote nothing.
        unreadable: why the submission could not be read, or "".
    """

    notebook: bytes
    mark: bytes
    points: Mapping[str, float]
    max_points: float
    unanswered: frozenset[str]
    unreadable: str = ""


def finish(
    judged: Judged, released: ReleasedAssignment, identity: Identity, score_json: Callable[[Score], dict[str, Any]]
) -> Finished:
    """Finish all that is ours in an autograded folder.

    Args:
        judged: what was handed in, and what came of it.
        released: the assignment.
        identity: what the grading rests on.
        score_json: how a score is written as JSON.
    """
    return Finished(
        notebook=autograded_notebook(released, judged.handed_in, judged.score, judged.drawings),
        mark=mark_of(score_json(judged.score), identity),
        points={verdict.exercise: verdict.points for verdict in judged.score.verdicts},
        max_points=judged.score.max_points,
        unanswered=judged.unanswered(released),
        unreadable=judged.unreadable,
    )


def stage(finished: Finished, *, notebook: str, place: Path) -> Path:
    """Write an autograded folder under a hidden name beside its place.

    Args:
        finished: what it is to hold.
        notebook: the notebook's name, without ".ipynb".
        place: where the folder is to go.

    Returns:
        The hidden folder.

    Raises:
        OSError: the disk refused; nothing is left behind.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    staged = files.hidden_sibling(place)
    staged.mkdir()
    try:
        (staged / f"{notebook}.ipynb").write_bytes(finished.notebook)
        (staged / MARK).write_bytes(finished.mark)
    except BaseException:
        files.remove(staged)
        raise
    return staged


def carry_over(source: Path, staged: Path, carried: Carried) -> None:
    """Copy what else was submitted, as nbgrader does: no notebooks, nothing ignored, nothing too large, no links.

    What lies there already stays: our own files and, where they were put first, the released ones.
    """
    for name, path in files.regular_files(source):
        parts = name.split("/")
        ignored = any(fnmatch.fnmatch(part, pattern) for part in parts for pattern in (*carried.ignore, PENDING))
        if not ignored and not name.endswith(".ipynb") and _is_free(staged, parts):
            files.copy_regular(path, staged / name, most_bytes=carried.most_bytes)


def _is_free(staged: Path, parts: Sequence[str]) -> bool:
    """Whether a file can be put there: nothing has its name, nor is anything but a folder where its folders go."""
    *folders, _ = (staged.joinpath(*parts[: depth + 1]) for depth in range(len(parts)))
    return not staged.joinpath(*parts).exists() and all(one.is_dir() or not one.exists() for one in folders)
