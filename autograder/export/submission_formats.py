"""The forms that one submission's score goes out in, by the names that `autograder score --format` takes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from autograder.export import exercism, gradescope, junit, prairielearn
from autograder.model import Score

_Body: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SubmissionFormat:
    """How a platform is told what came of a submission.

    Args:
        results: a score.
        unreadable: that it is no submission, which is the student's: no points, and the reason in its notes.
        not_graded: that it could not be judged (of an assignment), which is ours and never 0 points.
    """

    results: Callable[[Score], str]
    unreadable: Callable[[Score], str]
    not_graded: Callable[[str], str]


def _json(body: _Body) -> str:
    # Plain ASCII: nobody who reads it can take it for another encoding.
    return json.dumps(body, indent=2) + "\n"


def _in_json(
    results: Callable[[Score], _Body], unreadable: Callable[[Score], _Body], not_graded: Callable[[str], _Body]
) -> SubmissionFormat:
    return SubmissionFormat(
        lambda score: _json(results(score)),
        lambda score: _json(unreadable(score)),
        lambda assignment: _json(not_graded(assignment)),
    )


FORMATS: Final = MappingProxyType(
    {
        "gradescope": _in_json(gradescope.results, gradescope.results, gradescope.not_graded),
        "prairielearn": _in_json(prairielearn.results, prairielearn.unreadable, prairielearn.not_graded),
        "exercism": _in_json(exercism.results, exercism.unreadable, exercism.not_graded),
        "github": _in_json(exercism.github_results, exercism.github_results, exercism.github_not_graded),
        "junit": SubmissionFormat(junit.results, junit.results, junit.not_graded),
    }
)
